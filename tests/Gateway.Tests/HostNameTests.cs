using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Gateway.Upstreams;

namespace StorePush.Gateway.Tests;

/// <summary>Two processes at two loopback addresses, behind one name.</summary>
public sealed class HostNameTests : IAsyncLifetime
{
    private const string Refresh = "--Gateway:DnsRefresh=00:00:00.1";

    private readonly FakeNames _names = new();
    private Upstream _first = null!;
    private Upstream _second = null!;

    private string Delivery => $"--Gateway:Delivery=http://delivery.test:{_first.Port}";

    public async ValueTask InitializeAsync()
    {
        _first = await Upstream.StartAsync("127.0.0.2");
        _second = await Upstream.StartAsync("127.0.0.3", _first.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_name_with_several_addresses_stands_for_all_of_them()
    {
        _names.Set("delivery.test", "127.0.0.2", "127.0.0.3");

        await using var gateway = await StartAsync();
        await UntilAnsweredByAsync(gateway, _first);
        await UntilAnsweredByAsync(gateway, _second);

        _first.Calls.Concat(_second.Calls).ShouldAllBe(call => call.Headers["Host"] == $"delivery.test:{_first.Port}");
    }

    [Fact]
    public async Task A_changed_answer_is_followed()
    {
        _names.Set("delivery.test", "127.0.0.2");
        await using var gateway = await StartAsync();
        await UntilAnsweredByAsync(gateway, _first);

        _names.Set("delivery.test", "127.0.0.3");

        await UntilAnsweredByAsync(gateway, _second);
        (await AnswererAsync(gateway)).ShouldBe(_second.Url);
    }

    [Fact]
    public async Task A_name_that_is_unknown_at_the_start_is_picked_up_later()
    {
        await using var gateway = await StartAsync();
        using var early = await gateway.GetAsync("/v1/messages/1");

        _names.Set("delivery.test", "127.0.0.2");

        early.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        early.Headers.RetryAfter.ShouldNotBeNull();
        await UntilAnsweredByAsync(gateway, _first);
    }

    [Fact]
    public async Task A_name_that_is_lost_keeps_its_last_known_addresses()
    {
        _names.Set("delivery.test", "127.0.0.2");
        await using var gateway = await StartAsync();

        _names.Set("delivery.test");
        foreach (var _ in Enumerable.Range(0, _names.Asked.CurrentCount + 3))
            (await _names.Asked.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await AnswererAsync(gateway)).ShouldBe(_first.Url);
    }

    [Fact]
    public async Task Localhost_is_one_process_and_is_not_looked_up()
    {
        await using var local = await Upstream.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(UseNames, $"--Gateway:Delivery=http://localhost:{local.Port}");

        (await AnswererAsync(gateway)).ShouldBe(local.Url);

        _names.Asked.CurrentCount.ShouldBe(0);
        local.Calls.ShouldHaveSingleItem().Headers["Host"].ShouldBe($"localhost:{local.Port}");
    }

    private static async Task<string> AnswererAsync(GatewayProcess gateway)
    {
        using var response = await gateway.GetAsync("/v1/messages/1");
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task UntilAnsweredByAsync(GatewayProcess gateway, Upstream upstream) =>
        Bounded.UntilAsync(async () => await AnswererAsync(gateway) == upstream.Url);

    private Task<GatewayProcess> StartAsync() => GatewayProcess.StartAsync(UseNames, Delivery, Refresh);

    private void UseNames(WebApplicationBuilder builder) => builder.Services.AddSingleton<IAddressLookup>(_names);
}
