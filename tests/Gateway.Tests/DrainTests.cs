using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StorePush.Gateway.Draining;
using StorePush.Hosting.Limits;

namespace StorePush.Gateway.Tests;

public sealed class DrainTests : IAsyncLifetime
{
    private Upstream _upstream = null!;
    private GatewayProcess _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = await Upstream.StartAsync();
        _gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Edge={_upstream.Url}", $"--Gateway:Delivery={_upstream.Url}", "--Gateway:DrainNotice=00:00:00");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_gateway_that_stops_refuses_new_sockets_and_still_answers_calls()
    {
        _gateway.App.Services.GetRequiredService<Tunnels>().Close();

        using var ready = await _gateway.GetAsync("/health/ready");
        using var live = await _gateway.GetAsync("/health/live");
        using var socket = await _gateway.GetAsync("/v1/stores/s1/devices/d1/socket");
        using var call = await _gateway.GetAsync("/v1/messages/1");

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        socket.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        socket.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        call.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_socket_that_comes_as_the_drain_begins_is_refused_too()
    {
        var options = new WatchedOptions();
        await using var gateway = await GatewayProcess.StartAsync(
            builder => builder.Services.AddSingleton<IOptions<HttpOptions>>(options), $"--Gateway:Edge={_upstream.Url}");

        // How many sockets there may be is looked at between the question whether the gateway stops and the noting of the socket.
        options.OnRead = gateway.App.Services.GetRequiredService<Tunnels>().Close;
        using var socket = await gateway.GetAsync("/v1/stores/s1/devices/d1/socket");

        socket.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _upstream.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task For_the_time_of_its_notice_a_gateway_is_not_ready_and_lets_sockets_in_that_are_cut_with_the_others()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={_upstream.Url}", "--Gateway:DrainNotice=00:00:03");
        using var early = await gateway.ConnectAsync("s1");
        var stopping = gateway.App.Services.GetServices<IHostedService>().OfType<TunnelDrain>().Single().StoppingAsync(Cancel);

        using var ready = await gateway.GetAsync("/health/ready");
        using var late = await gateway.ConnectAsync("s2");

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        stopping.IsCompleted.ShouldBeFalse();
        await Task.WhenAll(EndAsync(early), EndAsync(late), stopping).Soon();
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_each_connection_with_its_next_answer()
    {
        using (var before = await _gateway.GetAsync("/v1/messages/1"))
            before.Headers.ConnectionClose.ShouldNotBe(true);

        _gateway.App.Services.GetRequiredService<Tunnels>().Announce();

        using var call = await _gateway.GetAsync("/v1/messages/1");
        call.Headers.ConnectionClose.ShouldBe(true);
        using var socket = await _gateway.ConnectAsync();
        _gateway.App.Services.GetRequiredService<Tunnels>().Close();
        using var refused = await _gateway.GetAsync("/v1/stores/s1/devices/d1/socket");
        (refused.StatusCode, refused.Headers.ConnectionClose).ShouldBe((HttpStatusCode.ServiceUnavailable, true));
    }

    [Fact]
    public async Task Sockets_are_cut_one_after_the_other_when_it_stops()
    {
        const int Devices = 5;
        var sockets = await Task.WhenAll(Enumerable.Range(0, Devices).Select(index => _gateway.ConnectAsync($"s{index}")));
        var ends = sockets.Select(EndAsync).ToArray();
        var started = TimeProvider.System.GetTimestamp();

        await _gateway.App.Services.GetServices<IHostedService>().OfType<TunnelDrain>().Single().StoppingAsync(Cancel);

        var took = TimeProvider.System.GetElapsedTime(started);
        await Task.WhenAll(ends).Soon();
        took.ShouldBeInRange(TimeSpan.FromMilliseconds(300), Bounded.Limit);
    }

    [Fact]
    public async Task A_socket_that_closed_is_forgotten()
    {
        var tunnels = _gateway.App.Services.GetRequiredService<Tunnels>();
        using (await _gateway.ConnectAsync())
        {
            tunnels.Count.ShouldBe(1);
        }

        await Bounded.UntilAsync(() => Task.FromResult(tunnels.Count == 0));
    }

    private static async Task EndAsync(ClientWebSocket socket)
    {
        using (socket)
            await Should.ThrowAsync<WebSocketException>(socket.ReceiveAsync(new byte[1], Cancel));
    }

    private sealed class WatchedOptions : IOptions<HttpOptions>
    {
        private readonly HttpOptions _value = new();

        public Action OnRead { get; set; } = () => { };

        public HttpOptions Value
        {
            get
            {
                OnRead();
                return _value;
            }
        }
    }
}
