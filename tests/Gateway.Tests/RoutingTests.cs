using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace StorePush.Gateway.Tests;

public sealed class RoutingTests : IAsyncLifetime
{
    private Upstream _ingest = null!;
    private Upstream _delivery = null!;
    private Upstream _edge = null!;
    private GatewayProcess _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        (_ingest, _delivery, _edge) = (await Upstream.StartAsync(), await Upstream.StartAsync(), await Upstream.StartAsync());
        _gateway = await GatewayProcess.StartAsync(
            $"--Gateway:Ingest={_ingest.Url}", $"--Gateway:Delivery={_delivery.Url}", $"--Gateway:Edge={_edge.Url}",
            "--Gateway:MaxBodyBytes=100000");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _ingest.DisposeAsync();
        await _delivery.DisposeAsync();
        await _edge.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/v1/stores/s1/orders", "ingest")]
    [InlineData("POST", "/v1/stores/s1/orders/meituan/o-1/cancellation", "ingest")]
    [InlineData("POST", "/v1/orders:batch", "ingest")]
    [InlineData("GET", "/v1/messages?orderId=100%2541", "delivery")]
    [InlineData("GET", "/v1/messages/2f1b9d2e-0000-5000-8000-000000000000", "delivery")]
    [InlineData("GET", "/v1/messages/2f1b9d2e-0000-5000-8000-000000000000/timeline", "delivery")]
    [InlineData("GET", "/v1/figures", "delivery")]
    [InlineData("GET", "/v1/stores/s1/figures", "delivery")]
    [InlineData("GET", "/v1/stores/s1/messages?status=pending&limit=10&cursor=a%2Bb%3D", "delivery")]
    [InlineData("GET", "/v1/stores/s1/devices", "delivery")]
    [InlineData("POST", "/v1/stores/s1/devices/d1/token", "delivery")]
    [InlineData("DELETE", "/v1/stores/s1/devices/d1", "delivery")]
    [InlineData("DELETE", "/v1/stores/s1/devices/d1/connection", "delivery")]
    [InlineData("GET", "/console", "delivery")]
    [InlineData("GET", "/console/main.js", "delivery")]
    [InlineData("GET", "/v1/stores/s1/devices/d1/socket", "edge")]
    public async Task Every_call_reaches_its_service_as_it_was_made(string method, string target, string service)
    {
        using var response = await SendAsync(method, target, method == "POST" ? "{\"a\":1}" : null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var received = Service(service).Calls.ShouldHaveSingleItem();
        (received.Method, received.Target, received.Body).ShouldBe((method, target, method == "POST" ? "{\"a\":1}" : ""));
        new[] { _ingest, _delivery, _edge }.Sum(each => each.Calls.Count).ShouldBe(1);
    }

    [Theory]
    [InlineData("%3F")]
    [InlineData("%25")]
    [InlineData("100%2541")]
    [InlineData("a%3Ab")]
    [InlineData("a:b")]
    [InlineData("a+b")]
    [InlineData("a%2Bb")]
    [InlineData("a%7Eb~c")]
    [InlineData("%22%3C%3E%5B%5D%5E%60%7B%7C%7D%5C%23")]
    [InlineData("a%41")]
    [InlineData("!$&'()*,;=@")]
    public async Task An_order_id_reaches_the_service_as_it_was_written(string orderId)
    {
        var target = $"/v1/stores/s1/orders/ebai/{orderId}/cancellation";

        using var response = await SendAsync("POST", target, "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _ingest.Calls.ShouldHaveSingleItem().Target.ShouldBe(target);
    }

    [Fact]
    public async Task A_header_of_any_alphabet_reaches_the_service_as_it_was_sent()
    {
        using var client = await RawClient.ConnectAsync(_gateway.Client.BaseAddress!);

        await client.SayAsync(Encoding.UTF8.GetBytes("GET /v1/messages/1 HTTP/1.1\r\nHost: x\r\nUser-Agent: 饿了么/1.0 é\r\nConnection: close\r\n\r\n"));

        (await client.ReadToEndAsync()).ShouldStartWith("HTTP/1.1 200");
        _delivery.Calls.ShouldHaveSingleItem().Headers["User-Agent"].ShouldBe("饿了么/1.0 é");
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v1/stores/s1")]
    [InlineData("GET", "/v1/stores/s1/secrets")]
    [InlineData("GET", "/v2/messages/1")]
    [InlineData("POST", "/v1/orders")]
    public async Task An_unknown_path_is_a_404_with_problem_details(string method, string target)
    {
        using var response = await SendAsync(method, target);

        await ShouldBeProblemAsync(response, HttpStatusCode.NotFound);
        NothingWasForwarded();
    }

    [Theory]
    [InlineData("GET", "/v1/stores/s1/orders", "POST")]
    [InlineData("PUT", "/v1/messages/1", "GET")]
    [InlineData("GET", "/v1/stores/s1/devices/d1", "DELETE")]
    [InlineData("POST", "/v1/stores/s1/devices/d1/socket", "GET")]
    public async Task A_wrong_method_is_a_405_that_says_which_is_right(string method, string target, string allowed)
    {
        using var response = await SendAsync(method, target);

        await ShouldBeProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe([allowed]);
        NothingWasForwarded();
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task What_is_the_gateways_own_is_not_forwarded(string target)
    {
        using var response = await SendAsync("GET", target);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        NothingWasForwarded();
    }

    [Fact]
    public async Task The_answer_of_the_service_comes_back_unchanged()
    {
        _ingest.OnCall = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            context.Response.Headers.Server = "Secret/1.0";
            context.Response.ContentType = "application/problem+json";
            return context.Response.Body.WriteAsync("{\"status\":429}"u8.ToArray(), context.RequestAborted).AsTask();
        };

        using var response = await SendAsync("POST", "/v1/stores/s1/orders", "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await ReadAsync(response)).ShouldBe("{\"status\":429}");
        response.Headers.Server.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_client_says_about_its_address_is_replaced()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/messages/1");
        request.Headers.Add("X-Forwarded-For", "1.2.3.4");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil");
        request.Headers.Add("Forwarded", "for=1.2.3.4");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "abc");

        using var response = await _gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var headers = _delivery.Calls.ShouldHaveSingleItem().Headers;
        headers["X-Forwarded-For"].ShouldBe("127.0.0.1");
        headers["X-Forwarded-Proto"].ShouldBe("http");
        headers["X-Forwarded-Host"].ShouldBe(_gateway.Client.BaseAddress!.Authority);
        headers.ShouldNotContainKey("Forwarded");
        headers["Authorization"].ShouldBe("Bearer abc");
        headers["Host"].ShouldBe(new Uri(_delivery.Url).Authority);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413()
    {
        using var response = await SendAsync("POST", "/v1/orders:batch", new string('x', 100_001));

        await ShouldBeProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_streamed()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 90_000))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/orders:batch") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var response = await _gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _ingest.Calls.ShouldHaveSingleItem().Body.Length.ShouldBe(90_000);
    }

    private static Task<string> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await ReadAsync(response)).ShouldContain($"\"status\":{(int)status}");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string target, string? body = null)
    {
        // The client must not tidy up the path either.
        var url = new Uri($"{_gateway.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = content };
        return await _gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private void NothingWasForwarded() =>
        new[] { _ingest, _delivery, _edge }.Sum(each => each.Calls.Count).ShouldBe(0);

    private Upstream Service(string name) => name switch { "ingest" => _ingest, "delivery" => _delivery, _ => _edge };
}
