using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using StorePush.Gateway.Admission;

namespace StorePush.Gateway.Tests;

public sealed class AddressLimitTests : IAsyncLifetime
{
    private Upstream _edge = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _edge = await Upstream.StartAsync();

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Fact]
    public async Task An_address_with_all_its_sockets_gets_another_when_one_has_ended()
    {
        await using var gateway = await StartAsync("--Gateway:MaxSocketsPerAddress=1");
        using var first = await gateway.ConnectAsync();

        using (var refused = await TryAsync(gateway))
        {
            await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
            refused.ShouldSayWhenToRetry();
        }

        _edge.Calls.Count.ShouldBe(1, "the edge did not hear of the other one");
        await first.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        first.Abort();
        await Bounded.UntilAsync(async () =>
        {
            using var answer = await TryAsync(gateway);
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task An_address_that_tries_too_fast_is_told_to_come_later_and_calls_go_on()
    {
        await using var gateway = await StartAsync("--Gateway:HandshakesPerAddress=1", "--Gateway:HandshakeBurstPerAddress=3");
        var watch = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => TryAsync(gateway)));
        using var call = await gateway.GetAsync("/v1/messages/1");

        _edge.Calls.Count(received => received.Target.EndsWith("/socket", StringComparison.Ordinal))
            .ShouldBeInRange(3, 3 + Refills(watch));
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        refused.ShouldSayWhenToRetry();
        call.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task A_client_that_claims_another_address_gains_nothing()
    {
        await using var gateway = await StartAsync("--Gateway:HandshakesPerAddress=1", "--Gateway:HandshakeBurstPerAddress=1");
        var watch = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => TryAsync(gateway, $"10.0.0.{index}")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeInRange(1, 1 + Refills(watch));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_client_has_a_share_of_its_own()
    {
        await using var gateway = await StartAsync(
            "--Gateway:TrustedProxies=192.0.2.1, 127.0.0.0/8", "--Gateway:HandshakesPerAddress=1", "--Gateway:HandshakeBurstPerAddress=1",
            "--Gateway:MaxConnectionsPerAddress=1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => TryAsync(gateway, $"6.6.6.6, 10.0.0.{index}")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        _edge.Calls.Select(received => received.Headers["X-Forwarded-For"]).Order()
            .ShouldBe(Enumerable.Range(0, 20).Select(index => $"10.0.0.{index}").Order());
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Connections_past_the_share_of_an_address_are_closed_unread()
    {
        await using var gateway = await StartAsync("--Gateway:MaxConnectionsPerAddress=1");
        using var first = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await first.SayAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        (await first.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200");

        using (var second = await RawClient.ConnectAsync(gateway.Client.BaseAddress!))
            (await second.ReadToEndAsync()).ShouldBeEmpty();
        first.Dispose();

        await Bounded.UntilAsync(async () =>
        {
            using var next = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
            await next.SayAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            return (await next.ReadToEndAsync()).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void An_IPv6_address_counts_with_its_network_and_an_IPv4_one_for_itself(string address, string counted) =>
        ClientAddress.Of(IPAddress.Parse(address)).ShouldBe(IPAddress.Parse(counted));

    /// <summary>How often at most a limiter of one per second got another one meanwhile.</summary>
    private static int Refills(Stopwatch watch) => (int)watch.Elapsed.TotalSeconds + 1;

    private Task<GatewayProcess> StartAsync(params string[] settings) => GatewayProcess.StartAsync(
        [$"--Gateway:Edge={_edge.Url}", $"--Gateway:Delivery={_edge.Url}", .. settings]);

    private static async Task<HttpResponseMessage> TryAsync(GatewayProcess gateway, string? claimed = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stores/s1/devices/d1/socket");
        if (claimed is not null)
            request.Headers.Add("X-Forwarded-For", claimed);
        return await gateway.Client.SendAsync(request, Cancel).Soon();
    }
}
