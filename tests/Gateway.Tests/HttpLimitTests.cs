using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;

namespace StorePush.Gateway.Tests;

/// <summary>What a client can't do to the web server of any process; the gateway stands for all, they have the same one.</summary>
public sealed class HttpLimitTests
{
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_client_that_says_nothing_is_closed()
    {
        await using var gateway = await GatewayProcess.StartAsync("--Http:IdleTimeout=00:00:00.5");
        using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);

        (await QuicklyAsync(client.ReadToEndAsync())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_never_ends_its_headers_is_closed()
    {
        await using var gateway = await GatewayProcess.StartAsync("--Http:HeadTimeout=00:00:00.5");
        using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await client.SayAsync("GET /v1/messages/1 HTTP/1.1\r\nHost: x\r\nX-A: ");

        (await QuicklyAsync(client.ReadToEndAsync())).ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task A_client_that_never_ends_its_body_is_closed()
    {
        await using var ingest = await Upstream.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Ingest={ingest.Url}", "--Http:MinBytesPerSecond=1000", "--Http:SlowGrace=00:00:01.2");
        using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await client.SayAsync("POST /v1/orders:batch HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{");

        (await QuicklyAsync(client.ReadToEndAsync())).ShouldNotStartWith("HTTP/1.1 2");
    }

    [Theory]
    [InlineData("--Http:MaxHeaders=10", 11, 1, "431")]
    [InlineData("--Http:MaxHeaderBytes=1024", 2, 600, "431")]
    [InlineData("--Http:MaxUrlBytes=1024", 0, 0, "414")]
    public async Task A_head_over_a_limit_is_refused(string limit, int headers, int length, string status)
    {
        await using var gateway = await GatewayProcess.StartAsync(limit);
        using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        var url = $"/v1/messages/1?{new string('x', headers == 0 ? 1_100 : 1)}";
        var lines = string.Concat(Enumerable.Range(0, headers).Select(index => $"X-{index}: {new string('y', length)}\r\n"));

        await client.SayAsync($"GET {url} HTTP/1.1\r\nHost: x\r\n{lines}\r\n");

        (await QuicklyAsync(client.ReadHeadAsync())).ShouldStartWith($"HTTP/1.1 {status}");
    }

    [Fact]
    public async Task Connections_past_the_limit_of_the_process_are_closed()
    {
        await using var gateway = await GatewayProcess.StartAsync("--Http:MaxConnections=1");
        using var first = await OpenAsync(gateway);
        using var second = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);

        (await QuicklyAsync(second.ReadToEndAsync())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sockets_past_the_limit_of_the_process_are_refused()
    {
        await using var edge = await Upstream.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={edge.Url}", "--Http:MaxConnections=1");
        using var first = await gateway.ConnectAsync();

        var refused = await Should.ThrowAsync<WebSocketException>(gateway.ConnectAsync());

        refused.Message.ShouldContain("503");
        first.State.ShouldBe(WebSocketState.Open);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_body_is_refused_and_nobody_unpacks_it(string encoding)
    {
        await using var ingest = await Upstream.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Ingest={ingest.Url}");
        using var body = new ByteArrayContent([0x1f, 0x8b, 8, 0]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var answer = await gateway.Client.PostAsync(
            new Uri("/v1/stores/s1/orders", UriKind.Relative), body, TestContext.Current.CancellationToken);

        await answer.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        ingest.Calls.ShouldBeEmpty();
    }

    /// <summary>A connection that was served, and so counts, and stays.</summary>
    private static async Task<RawClient> OpenAsync(GatewayProcess gateway)
    {
        var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await client.SayAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 200");
        return client;
    }

    private static async Task<string> QuicklyAsync(Task<string> answer)
    {
        var watch = Stopwatch.StartNew();
        var text = await answer;
        watch.Elapsed.ShouldBeLessThan(Quickly);
        return text;
    }
}
