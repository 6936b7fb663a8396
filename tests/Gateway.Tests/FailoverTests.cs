using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace StorePush.Gateway.Tests;

public sealed class FailoverTests : IAsyncLifetime
{
    /// <summary>Health is not asked for in these tests: what happens, happens within the request.</summary>
    private const string NoProbes = "--Gateway:HealthInterval=00:10:00";

    private Upstream _first = null!;
    private Upstream _second = null!;

    private string Both => $"{_first.Url},{_second.Url}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_first, _second) = (await Upstream.StartAsync(), await Upstream.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_socket_opens_at_the_next_best_edge_when_its_own_refuses_the_connection()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={Both}", NoProbes);
        await _first.GoAwayAsync();

        foreach (var store in Enumerable.Range(0, 10))
            (await gateway.ConnectAsync($"store-{store}")).Dispose();

        _second.Calls.Count.ShouldBe(10);
    }

    [Fact]
    public async Task An_order_is_sent_with_its_body_to_the_next_process_when_one_is_away()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Ingest={Both}", NoProbes);
        await _first.GoAwayAsync();

        foreach (var order in Enumerable.Range(0, 10))
            (await PostAsync(gateway, $"{{\"orderId\":\"{order}\"}}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        _second.Calls.Select(call => call.Body).ShouldBe(Enumerable.Range(0, 10).Select(order => $"{{\"orderId\":\"{order}\"}}"));
    }

    [Fact]
    public async Task An_order_whose_process_dies_with_it_is_sent_again_whole()
    {
        var body = new string('x', 60_000);
        _first.OnCall = _second.OnCall = Die;
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Ingest={Both}", NoProbes);

        using var response = await PostAsync(gateway, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var bodies = _first.Calls.Concat(_second.Calls).Select(call => call.Body).ToArray();
        bodies.ShouldBe([body, body]);

        Task Die(HttpContext context)
        {
            (_first.OnCall, _second.OnCall) = (null, null);
            context.Abort();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_never_sent_twice()
    {
        _first.OnCall = _second.OnCall = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Ingest={Both}", NoProbes);
        using var content = new StringContent("line 1\nline 2\n");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders:batch") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var response = await gateway.Client.SendAsync(request, Cancel);

        await ShouldAskToComeAgainAsync(response);
        (_first.Calls.Count + _second.Calls.Count).ShouldBe(1);
    }

    [Fact]
    public async Task A_full_edge_is_passed_over_as_long_as_another_has_room()
    {
        _first.OnCall = Full;
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={Both}", NoProbes);

        foreach (var store in Enumerable.Range(0, 30))
            (await gateway.ConnectAsync($"store-{store}")).Dispose();
        _second.OnCall = Full;
        using var refused = await gateway.GetAsync("/v1/stores/s1/devices/d1/socket");

        _first.Calls.ShouldNotBeEmpty();
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));

        static Task Full(HttpContext context)
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "7";
            return context.Response.WriteAsync("full");
        }
    }

    [Fact]
    public async Task An_edge_that_is_back_takes_the_devices_that_another_refuses_before_it_is_known_to_be_back()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Edge={Both}", NoProbes);
        await _first.GoAwayAsync();
        foreach (var store in Enumerable.Range(0, 30))
            (await gateway.ConnectAsync($"store-{store}")).Dispose();
        gateway.Available("edge").ShouldBe([$"{_second.Url}/"]);

        await _first.ComeBackAsync();
        _second.OnCall = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        foreach (var store in Enumerable.Range(0, 30))
            (await gateway.ConnectAsync($"store-{store}")).Dispose();

        _first.Calls.Count.ShouldBe(30);
    }

    [Fact]
    public async Task A_call_is_not_sent_to_a_process_that_is_known_to_be_sick()
    {
        _first.IsReady = _second.IsReady = false;
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Ingest={Both}");
        await Bounded.UntilAsync(() => Task.FromResult(!gateway.Available("ingest").Any()));

        using var response = await PostAsync(gateway, "{}");

        await ShouldAskToComeAgainAsync(response);
        _first.Calls.Concat(_second.Calls).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edge_that_accepts_and_says_nothing_is_passed_over()
    {
        using var frozen = new TcpListener(IPAddress.Loopback, 0);
        frozen.Start();
        await using var gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Edge=http://{frozen.LocalEndpoint},{_first.Url}", "--Gateway:HandshakeTimeout=00:00:02", NoProbes,
            "--Gateway:HealthFailures=100");

        // At the same time, since every other waits for the frozen one first.
        var sockets = await Task.WhenAll(Enumerable.Range(0, 8).Select(store => gateway.ConnectAsync($"store-{store}")));

        _first.Calls.Count.ShouldBe(8);
        foreach (var socket in sockets)
            socket.Dispose();
    }

    [Fact]
    public async Task An_edge_that_can_not_be_reached_in_time_is_passed_over_and_then_left_out()
    {
        using var deaf = DeafListener.Start();
        await using var gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Edge={deaf.Url},{_first.Url}", "--Gateway:ConnectTimeout=00:00:02", NoProbes);

        foreach (var store in Enumerable.Range(0, 20))
            (await gateway.ConnectAsync($"store-{store}").Soon()).Dispose();

        _first.Calls.Count.ShouldBe(20);
        gateway.Available("edge").ShouldBe([$"{_first.Url}/"]);
    }

    [Fact]
    public async Task When_all_are_away_the_answer_is_503_with_a_time_to_come_again()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Delivery={Both}");
        await _first.GoAwayAsync();
        await _second.GoAwayAsync();

        foreach (var _ in Enumerable.Range(0, 5))
        {
            using var response = await gateway.GetAsync("/v1/messages/1");
            await ShouldAskToComeAgainAsync(response);
        }
    }

    [Fact]
    public async Task They_are_used_again_by_themselves_once_they_are_back()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Delivery={_first.Url}");
        await _first.GoAwayAsync();
        using var lost = await gateway.GetAsync("/v1/messages/1");

        await _first.ComeBackAsync();

        lost.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await Bounded.UntilAsync(async () => (await gateway.GetAsync("/v1/messages/1")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_call_that_stands_still_is_given_up_with_503_and_not_sent_again()
    {
        var never = new TaskCompletionSource();
        _first.OnCall = _second.OnCall = context => never.Task.WaitAsync(context.RequestAborted);
        await using var gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Ingest={Both}", "--Gateway:CallTimeout=00:00:02", NoProbes);

        using var response = await PostAsync(gateway, "{}");

        await ShouldAskToComeAgainAsync(response);
        (_first.Calls.Count + _second.Calls.Count).ShouldBe(1);
        never.SetResult();
    }

    [Fact]
    public async Task A_sick_process_is_not_asked_even_when_there_is_no_other()
    {
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Delivery={_first.Url}");
        _first.IsReady = false;
        await Bounded.UntilAsync(() => Task.FromResult(gateway.Available("delivery").Count == 0));

        using var response = await gateway.GetAsync("/v1/messages/1");

        await ShouldAskToComeAgainAsync(response);
        _first.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_process_is_used_before_its_first_probe()
    {
        _first.IsReady = false;
        await using var gateway = await GatewayProcess.StartAsync($"--Gateway:Delivery={_first.Url}", NoProbes);

        using var response = await gateway.GetAsync("/v1/messages/1");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayProcess gateway, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await gateway.Client.PostAsync(new Uri("/v1/stores/s1/orders", UriKind.Relative), content, Cancel);
    }

    private static async Task ShouldAskToComeAgainAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"status\":503");
    }
}
