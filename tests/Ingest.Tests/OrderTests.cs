using System.Net;
using System.Text;
using StorePush.Contracts;

namespace StorePush.Ingest.Tests;

public sealed class OrderTests : IngestTest
{
    [Fact]
    public async Task An_order_is_published_and_accepted()
    {
        using var answer = await Ingest.PlaceAsync(
            """{"platform":"ebai","orderId":"o-1","order":{"a":1},"placedAt":"2026-01-31T19:59:00.5+08:00","ttlSeconds":60}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var order = Ingest.Broker.All<OrderPlaced>().Single();
        answer.Headers.Location!.OriginalString.ShouldBe($"/v1/messages/{order.MessageId}");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldBe($$"""{"messageId":"{{order.MessageId}}","status":"accepted","expiresAt":"2026-01-31T12:01:00.125Z"}""");
        (order.Platform, order.StoreId, order.OrderId).ShouldBe(("ebai", "s1", "o-1"));
        order.Order.ToString().ShouldBe("""{"a":1}""");
        order.AcceptedAt.ShouldBe(Ingest.Now);
        order.ExpiresAt.ShouldBe(Ingest.Now.AddSeconds(60));
        order.PlacedAt.ShouldBe(new DateTimeOffset(2026, 1, 31, 11, 59, 0, 500, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_cancellation_is_published_and_accepted()
    {
        using var answer = await Ingest.PostAsync(
            "/v1/stores/s1/orders/meituan/o-1/cancellation",
            """{"reason":"用户取消","detail":{"by":"user"},"cancelledAt":"2026-01-31T11:59:00Z","ttlSeconds":86400}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var cancelled = Ingest.Broker.All<OrderCancelled>().Single();
        answer.Headers.Location!.OriginalString.ShouldBe($"/v1/messages/{cancelled.MessageId}");
        var body = await IngestProcess.BodyAsync(answer);
        body.GetProperty("messageId").GetGuid().ShouldBe(cancelled.MessageId);
        body.GetProperty("status").GetString().ShouldBe("accepted");
        body.GetProperty("expiresAt").GetString().ShouldBe("2026-02-01T12:00:00.125Z");
        (cancelled.Platform, cancelled.StoreId, cancelled.OrderId).ShouldBe(("meituan", "s1", "o-1"));
        (cancelled.Reason, cancelled.Detail!.ToString()).ShouldBe(("用户取消", """{"by":"user"}"""));
        cancelled.CancelledAt.ShouldBe(new DateTimeOffset(2026, 1, 31, 11, 59, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("", null)]
    [InlineData("{}", "application/json; charset=utf-8")]
    [InlineData("""{"reason":null,"detail":null,"cancelledAt":null,"ttlSeconds":null}""", "application/json")]
    public async Task A_cancellation_needs_no_body(string body, string? type)
    {
        using var answer = await Ingest.PostAsync("/v1/stores/s1/orders/ebai/o-1/cancellation", body, type);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var cancelled = Ingest.Broker.All<OrderCancelled>().Single();
        (cancelled.Reason, cancelled.Detail, cancelled.CancelledAt).ShouldBe((null, null, null));
        cancelled.ExpiresAt.ShouldBe(Ingest.Now.AddMinutes(30));
    }

    [Fact]
    public async Task A_message_lives_for_as_long_as_is_configured_when_its_caller_does_not_say()
    {
        await using var ingest = await IngestProcess.StartAsync("--Delivery:TimeToLive=00:05:00");

        using var answer = await ingest.PlaceAsync(IngestProcess.Order("o-1"));

        ingest.Broker.All<OrderPlaced>().Single().ExpiresAt.ShouldBe(ingest.Now.AddMinutes(5));
    }

    [Fact]
    public async Task Nothing_is_accepted_before_it_is_safe()
    {
        var safe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ingest.Broker.OnPublish = _ => safe.Task;

        var answering = Ingest.PlaceAsync(IngestProcess.Order("o-1"));
        await Ingest.Broker.NextAsync<OrderPlaced>();
        answering.IsCompleted.ShouldBeFalse();
        safe.SetResult();

        using var answer = await answering;
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    /// <summary>The values are wire: with others, an order that is repeated during an update would ring twice.</summary>
    [Theory]
    [InlineData("order.placed", "e8017eda-b984-5471-8e68-9a3c5ec46d24")]
    [InlineData("order.cancelled", "c0256554-6ca9-5ce3-aeef-097f9c11705e")]
    public async Task The_same_message_has_the_same_id_on_every_way_in(string kind, string id)
    {
        var single = kind == "order.placed"
            ? await Ingest.PlaceAsync("""{"platform":"meituan","orderId":"o-1","order":{"try":1}}""")
            : await Ingest.PostAsync("/v1/stores/s1/orders/meituan/o-1/cancellation", "");
        using var batch = await Ingest.BatchAsync(
            $$"""{"kind":"{{kind}}","storeId":"s1","platform":"meituan","orderId":"o-1","order":{"try":2},"ttlSeconds":9}""");

        (await IngestProcess.BodyAsync(single)).GetProperty("messageId").GetString().ShouldBe(id);
        (await IngestProcess.LinesAsync(batch)).Single().GetProperty("messageId").GetString().ShouldBe(id);
        single.Dispose();
    }

    [Fact]
    public async Task Messages_that_differ_in_anything_have_other_ids()
    {
        string[] lines =
        [
            IngestProcess.Line("o-1"), IngestProcess.Line("o-2"), IngestProcess.Line("O-1"), IngestProcess.Line("o-1", "s2"),
            IngestProcess.Line("o-1").Replace("meituan", "ebai", StringComparison.Ordinal),
            IngestProcess.Line("o-1").Replace("placed", "cancelled", StringComparison.Ordinal),
        ];

        using var answer = await Ingest.BatchAsync(lines);

        (await IngestProcess.LinesAsync(answer)).Select(line => line.GetProperty("messageId").GetGuid()).Distinct().Count()
            .ShouldBe(lines.Length);
    }

    [Theory]
    [InlineData("o%251", "o%1")]
    [InlineData("%21%7e", "!~")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a:b@c;d=e,f", "a:b@c;d=e,f")]
    public async Task An_order_id_in_the_route_is_percent_decoded_once(string encoded, string orderId)
    {
        using var answer = await Ingest.PostAsync($"/v1/stores/s1/orders/ebai/{encoded}/cancellation", "");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Ingest.Broker.All<OrderCancelled>().Single().OrderId.ShouldBe(orderId);
    }

    [Theory]
    [InlineData("""{"sum":1.10,"big":1e400,"long":12345678901234567890,"exact":0.1000000000000000055511151231257827,"zero":-0.0}""")]
    [InlineData("{ \"spaced\" : [ 1 , 2 ] ,\r\n\t\"line\": \"break\" }")]
    [InlineData("""{"name":"麻辣烫 🌶 \u997f\u767e","slash":"\/","surrogates":"\ud83c\udf36","same":1,"same":2}""")]
    [InlineData("""{"half":"\ud800","\udc00":"name","nul":"\u0000","html":"<b>&'"}""")]
    [InlineData("{}")]
    public async Task An_order_is_passed_on_byte_for_byte(string order)
    {
        using var answer = await Ingest.PlaceAsync(IngestProcess.Order("o-1", order));
        using var cancelled = await Ingest.PostAsync(
            "/v1/stores/s1/orders/ebai/o-1/cancellation", $$"""{"detail": {{order}} }""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Ingest.Broker.All<OrderPlaced>().Single().Order.ToString().ShouldBe(order);
        Ingest.Broker.All<OrderCancelled>().Single().Detail!.ToString().ShouldBe(order);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_whatever_their_names()
    {
        using var answer = await Ingest.PlaceAsync(
            """{"\ud800":1,"\udc00\udc00\udc00":{"order":1},"ORDER":2,"platform":"ebai","or\u0064erId":"o-1","order":{},"more":[]}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Ingest.Broker.All<OrderPlaced>().Single().OrderId.ShouldBe("o-1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_may_have_64_KiB_and_not_one_byte_more(bool isChunked)
    {
        var most = Encoding.UTF8.GetBytes(IngestProcess.Order("o-1").PadRight(65_536));
        byte[] more = [.. most, (byte)' '];

        using var accepted = await Ingest.PostAsync(IngestProcess.OrdersPath, most, isChunked: isChunked);
        using var refused = await Ingest.PostAsync(IngestProcess.OrdersPath, more, isChunked: isChunked);
        using var cancellation = await Ingest.PostAsync(
            "/v1/stores/s1/orders/ebai/o-1/cancellation", more, isChunked: isChunked);
        using var next = await Ingest.PostAsync(IngestProcess.OrdersPath, most, isChunked: isChunked);

        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await refused.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await cancellation.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        next.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-ndjson")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_refused(string type)
    {
        using var order = await Ingest.PostAsync(IngestProcess.OrdersPath, IngestProcess.Order("o-1"), type);
        using var batch = await Ingest.PostAsync(
            IngestProcess.BatchPath, IngestProcess.Line("o-1"), type == IngestProcess.Ndjson ? IngestProcess.Json : type);

        await order.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await batch.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }
}
