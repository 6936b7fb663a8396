using System.Net;
using System.Text;
using System.Text.Json;
using StorePush.Contracts;

namespace StorePush.Ingest.Tests;

public sealed class ValidationTests : IngestTest
{
    private static readonly string Text64 = new('x', 64);

    public static TheoryData<string, string> BadOrders => new()
    {
        { "platform", """{"orderId":"o","order":{}}""" },
        { "platform", """{"platform":null,"orderId":"o","order":{}}""" },
        { "platform", """{"platform":"Meituan","orderId":"o","order":{}}""" },
        { "platform", """{"platform":1,"orderId":"o","order":{}}""" },
        { "platform", """{"platform":"\ud800","orderId":"o","order":{}}""" },
        { "orderId", """{"platform":"ebai","order":{}}""" },
        { "orderId", """{"platform":"ebai","orderId":"","order":{}}""" },
        { "orderId", """{"platform":"ebai","orderId":17,"order":{}}""" },
        { "orderId", """{"platform":"ebai","orderId":"a b","order":{}}""" },
        { "orderId", """{"platform":"ebai","orderId":"a/b","order":{}}""" },
        { "orderId", """{"platform":"ebai","orderId":"é","order":{}}""" },
        { "orderId", """{"platform":"ebai","orderId":"a\n","order":{}}""" },
        { "orderId", $$"""{"platform":"ebai","orderId":"{{Text64}}x","order":{} }""" },
        { "order", """{"platform":"ebai","orderId":"o"}""" },
        { "order", """{"platform":"ebai","orderId":"o","order":null}""" },
        { "order", """{"platform":"ebai","orderId":"o","order":[]}""" },
        { "order", """{"platform":"ebai","orderId":"o","order":"{}"}""" },
        { "order", """{"platform":"ebai","orderId":"o","order":1}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":0}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":-1}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":86401}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":1.5}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":1e400}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":"60"}""" },
        { "ttlSeconds", """{"platform":"ebai","orderId":"o","order":{},"ttlSeconds":true}""" },
        { "placedAt", """{"platform":"ebai","orderId":"o","order":{},"placedAt":"yesterday"}""" },
        { "placedAt", """{"platform":"ebai","orderId":"o","order":{},"placedAt":1769860800}""" },
        { "placedAt", """{"platform":"ebai","orderId":"o","order":{},"placedAt":"2026-02-30T12:00:00Z"}""" },
        { "placedAt", """{"platform":"ebai","orderId":"o","order":{},"placedAt":"2026-01-31"}""" },
        { "placedAt", """{"platform":"ebai","orderId":"o","order":{},"placedAt":"2026-01-31T12:00:00"}""" },
        { "placedAt", """{"platform":"ebai","orderId":"o","order":{},"placedAt":"\ud800\ud800\ud800"}""" },
        { "body", "nonsense" },
        { "body", "[]" },
        { "body", "null" },
        { "body", """{"platform":"ebai","orderId":"o","order":{}""" },
        { "body", """{"platform":"ebai","orderId":"o","order":{}} {}""" },
        { "body", """{"platform":"ebai","orderId":"o","order":{},}""" },
        { "body", """{"platform":"ebai","orderId":"o","order":{"a":NaN}}""" },
        { "body", $$"""{"platform":"ebai","orderId":"o","order":{{Nested(32)}} }""" },
    };

    public static TheoryData<string, string> BadCancellations => new()
    {
        { "reason", """{"reason":1}""" },
        { "reason", $$"""{"reason":"{{new string('x', 1001)}}"}""" },
        { "reason", """{"reason":"\udc00"}""" },
        { "reason", """{"reason":"a\u0000b"}""" },
        { "detail", """{"detail":[]}""" },
        { "detail", """{"detail":"none"}""" },
        { "cancelledAt", """{"cancelledAt":"now"}""" },
        { "ttlSeconds", """{"ttlSeconds":86401}""" },
        { "body", "[]" },
        { "body", "{" },
    };

    [Theory]
    [MemberData(nameof(BadOrders))]
    public async Task What_is_wrong_with_an_order_is_named(string field, string body)
    {
        using var single = await Ingest.PlaceAsync(body);

        (await ErrorsAsync(single)).ShouldBe([field]);
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task An_order_needs_a_body(string body)
    {
        using var answer = await Ingest.PlaceAsync(body);

        (await ErrorsAsync(answer)).ShouldBe(["body"]);
    }

    [Theory]
    [MemberData(nameof(BadOrders))]
    public async Task What_is_wrong_with_an_order_in_a_batch_is_named(string field, string body)
    {
        var line = body.StartsWith('{') ? body.Insert(1, "\"kind\":\"order.placed\",\"storeId\":\"s1\",") : body;

        using var batch = await Ingest.BatchAsync(line);

        var result = (await IngestProcess.LinesAsync(batch)).Single();
        result.GetProperty("status").GetString().ShouldBe("rejected");
        result.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(BadCancellations))]
    public async Task What_is_wrong_with_a_cancellation_is_named(string field, string body)
    {
        using var answer = await Ingest.PostAsync("/v1/stores/s1/orders/ebai/o-1/cancellation", body);

        (await ErrorsAsync(answer)).ShouldBe([field]);
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("storeId", "/v1/stores/a%20b/orders/ebai/o/cancellation")]
    [InlineData("storeId", "/v1/stores/a%2Fb/orders/ebai/o/cancellation")]
    [InlineData("storeId", "/v1/stores/%e9%a5%bf/orders/ebai/o/cancellation")]
    [InlineData("platform", "/v1/stores/s1/orders/eleme/o/cancellation")]
    [InlineData("platform", "/v1/stores/s1/orders/EBAI/o/cancellation")]
    [InlineData("orderId", "/v1/stores/s1/orders/ebai/a%20b/cancellation")]
    [InlineData("orderId", "/v1/stores/s1/orders/ebai/a%2Fb/cancellation")]
    [InlineData("orderId", "/v1/stores/s1/orders/ebai/a%2fb%252F/cancellation")]
    [InlineData("orderId", "/v1/stores/s1/orders/ebai/%e9%a5%bf/cancellation")]
    [InlineData("orderId", "/v1/stores/s1/orders/ebai/%0a/cancellation")]
    public async Task What_is_wrong_with_a_route_is_named(string field, string path)
    {
        using var answer = await Ingest.PostAsync(path, "");

        (await ErrorsAsync(answer)).ShouldBe([field]);
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kind", """{"storeId":"s1","platform":"ebai","orderId":"o","order":{}}""")]
    [InlineData("kind", """{"kind":"order.paid","storeId":"s1","platform":"ebai","orderId":"o","order":{}}""")]
    [InlineData("storeId", """{"kind":"order.placed","platform":"ebai","orderId":"o","order":{}}""")]
    [InlineData("storeId", """{"kind":"order.placed","storeId":"s 1","platform":"ebai","orderId":"o","order":{}}""")]
    [InlineData("detail", """{"kind":"order.cancelled","storeId":"s1","platform":"ebai","orderId":"o","detail":7}""")]
    public async Task What_is_wrong_with_a_line_is_named(string field, string line)
    {
        using var answer = await Ingest.BatchAsync(line);

        (await IngestProcess.LinesAsync(answer)).Single().GetProperty("errors").EnumerateObject()
            .Select(error => error.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        using var answer = await Ingest.PostAsync("/v1/stores/a%20b/orders", """{"platform":"x","ttlSeconds":0}""");

        (await ErrorsAsync(answer)).ShouldBe(["order", "orderId", "platform", "storeId", "ttlSeconds"], ignoreOrder: true);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused()
    {
        byte[] body = [.. """{"platform":"ebai","orderId":"o","order":{"a":" """u8, 0xFF, .. "\"}}"u8];

        using var answer = await Ingest.PostAsync(IngestProcess.OrdersPath, body);

        (await ErrorsAsync(answer)).ShouldBe(["body"]);
    }

    [Fact]
    public async Task Ids_and_lifetimes_may_go_to_their_limits()
    {
        using var longest = await Ingest.PostAsync(
            $"/v1/stores/{Text64}/orders", $$"""{"platform":"ebai","orderId":"{{Text64}}","order":{{Nested(31)}},"ttlSeconds":86400}""");
        using var shortest = await Ingest.PostAsync(
            "/v1/stores/_/orders/meituan/~/cancellation", $$"""{"reason":"{{new string('x', 1000)}}","ttlSeconds":1}""");

        longest.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        shortest.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Ingest.Broker.All<OrderPlaced>().Single().ExpiresAt.ShouldBe(Ingest.Now.AddDays(1));
        Ingest.Broker.All<OrderCancelled>().Single().ExpiresAt.ShouldBe(Ingest.Now.AddSeconds(1));
    }

    private static string Nested(int levels) =>
        new StringBuilder().Insert(0, "{\"a\":", levels).Append('1').Append('}', levels).ToString();

    private static async Task<string[]> ErrorsAsync(HttpResponseMessage answer)
    {
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        var errors = problem.GetProperty("errors");
        foreach (var error in errors.EnumerateObject())
        {
            error.Value.ValueKind.ShouldBe(JsonValueKind.Array);
            error.Value[0].GetString().ShouldNotBeNullOrEmpty();
        }

        return [.. errors.EnumerateObject().Select(error => error.Name)];
    }
}
