using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StorePush.Gateway.Upstreams;
using Yarp.ReverseProxy.Configuration;

namespace StorePush.Gateway.Tests;

public sealed class HostNameResolverTests
{
    private readonly FakeNames _names = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly HostNameResolver _resolver;

    public HostNameResolverTests() =>
        _resolver = new(_names, Options.Create(new GatewayOptions()), _clock, NullLogger<HostNameResolver>.Instance);

    [Fact]
    public async Task Literal_addresses_and_localhost_stand_for_themselves_and_need_no_second_look()
    {
        var resolved = await ResolveAsync("http://127.0.0.1:8083/", "http://[::1]:8083/", "https://localhost:8443/");

        resolved.Destinations.Keys.ShouldBe(
            ["http://127.0.0.1:8083/", "http://[::1]:8083/", "https://localhost:8443/"], ignoreOrder: true);
        resolved.ChangeToken.ShouldBeNull();
    }

    [Fact]
    public async Task Scheme_and_port_stay_and_the_name_becomes_the_host_header()
    {
        _names.Set("edge.test", "10.0.0.1", "fd00::1");

        var resolved = await ResolveAsync("https://edge.test:8443/");

        resolved.Destinations.Keys.ShouldBe(["https://10.0.0.1:8443/", "https://[fd00::1]:8443/"], ignoreOrder: true);
        resolved.Destinations.Values.ShouldAllBe(each => each.Host == "edge.test:8443");
    }

    [Fact]
    public async Task Names_are_looked_up_again_after_five_seconds()
    {
        _names.Set("edge.test", "10.0.0.1");
        var resolved = await ResolveAsync("http://edge.test:8083/");

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        resolved.ChangeToken!.HasChanged.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        resolved.ChangeToken.HasChanged.ShouldBeTrue();
    }

    [Fact]
    public async Task One_unknown_name_does_not_harm_the_others()
    {
        _names.Set("good.test", "10.0.0.1");

        var resolved = await ResolveAsync("http://good.test:8083/", "http://bad.test:8083/");

        resolved.Destinations.Keys.ShouldBe(["http://10.0.0.1:8083/"]);
        resolved.ChangeToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_look_up_that_hangs_is_given_up_after_two_seconds()
    {
        _names.Hang();
        var resolving = ResolveAsync("http://edge.test:8083/").AsTask();
        await _names.Asked.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken);

        resolving.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await resolving.Soon()).Destinations.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_behind_two_names_is_one_process()
    {
        _names.Set("a.test", "10.0.0.1");
        _names.Set("b.test", "10.0.0.1", "10.0.0.2");

        var resolved = await ResolveAsync("http://a.test:8083/", "http://b.test:8083/");

        resolved.Destinations.Keys.ShouldBe(["http://10.0.0.1:8083/", "http://10.0.0.2:8083/"], ignoreOrder: true);
    }

    private ValueTask<Yarp.ReverseProxy.ServiceDiscovery.ResolvedDestinationCollection> ResolveAsync(params string[] urls) =>
        _resolver.ResolveDestinationsAsync(
            urls.ToDictionary(url => url, url => new DestinationConfig { Address = url }), TestContext.Current.CancellationToken);
}
