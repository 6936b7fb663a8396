using System.Net;
using System.Text;
using StorePush.Contracts;
using StorePush.Hosting.Messaging;

namespace StorePush.Ingest.Tests;

public sealed class BatchTests : IngestTest
{
    [Fact]
    public async Task Each_line_is_answered_in_order()
    {
        using var answer = await Ingest.BatchAsync(
            IngestProcess.Line("o-1"),
            "nonsense",
            """{"kind":"order.cancelled","storeId":"s2","platform":"ebai","orderId":"o-2","reason":"sold out"}""",
            """{"kind":"order.placed","storeId":"s1","platform":"ebai","orderId":"o-3","order":[]}""",
            IngestProcess.Line("o-4"));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = await IngestProcess.LinesAsync(answer);
        lines.Select(line => line.GetProperty("status").GetString())
            .ShouldBe(["accepted", "rejected", "accepted", "rejected", "accepted"]);
        lines.Select(line => line.EnumerateObject().Count()).ShouldAllBe(count => count == 2);
        lines[0].GetProperty("messageId").GetGuid().ShouldBe(Placed("o-1").MessageId);
        lines[1].GetProperty("errors").GetProperty("body").GetArrayLength().ShouldBe(1);
        lines[2].GetProperty("messageId").GetGuid().ShouldBe(Ingest.Broker.All<OrderCancelled>().Single().MessageId);
        lines[3].GetProperty("errors").GetProperty("order").GetArrayLength().ShouldBe(1);
        lines[4].GetProperty("messageId").GetGuid().ShouldBe(Placed("o-4").MessageId);
    }

    [Theory]
    [InlineData("\n\n{0}\n \t\n{1}\n\n")]
    [InlineData("{0}\r\n{1}\r\n")]
    [InlineData("{0}\n\r\n{1}")]
    public async Task Blank_lines_and_line_ends_of_Windows_do_not_count(string text)
    {
        var body = string.Format(null, text, IngestProcess.Line("o-1"), IngestProcess.Line("o-2"));

        using var answer = await Ingest.PostAsync(IngestProcess.BatchPath, body, IngestProcess.Ndjson);

        (await IngestProcess.LinesAsync(answer)).Select(line => line.GetProperty("messageId").GetGuid())
            .ShouldBe([Placed("o-1").MessageId, Placed("o-2").MessageId]);
    }

    [Fact]
    public async Task A_batch_may_have_1000_lines()
    {
        using var answer = await Ingest.BatchAsync([.. Enumerable.Range(0, 1_000).Select(index => IngestProcess.Line($"o-{index}"))]);

        var ids = (await IngestProcess.LinesAsync(answer)).Select(line => line.GetProperty("messageId").GetGuid()).ToArray();
        ids.Length.ShouldBe(1_000);
        var published = Ingest.Broker.All<OrderPlaced>().ToDictionary(order => order.OrderId, order => order.MessageId);
        ids.ShouldBe(Enumerable.Range(0, 1_000).Select(index => published[$"o-{index}"]));
    }

    [Fact]
    public async Task Of_a_batch_with_1001_lines_none_is_published()
    {
        using var answer = await Ingest.BatchAsync([.. Enumerable.Range(0, 1_001).Select(index => IngestProcess.Line($"o-{index}"))]);

        (await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").GetProperty("body")[0].GetString()!
            .ShouldContain("1000");
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x\n", 1_001)]
    [InlineData(" \r\n\t{}\r\n", 1_001)]
    public async Task A_batch_without_end_is_refused_once_it_has_too_many_lines(string line, int lines)
    {
        using var client = await RawClient.ConnectAsync(Ingest.Client.BaseAddress!);
        var chunk = string.Concat(Enumerable.Repeat(line, lines));

        // Nothing says that this is all; a million lines could follow.
        await client.SayAsync(
            $"POST {IngestProcess.BatchPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Ingest.Token().Sign()}\r\n" +
            $"Content-Type: {IngestProcess.Ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk.Length:x}\r\n{chunk}\r\n");

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 400");
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_of_a_million_lines_is_refused()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", 1_000_000)));

        using var answer = await Ingest.PostAsync(IngestProcess.BatchPath, body, IngestProcess.Ndjson, isChunked: true);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        Ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    public async Task An_empty_batch_is_a_bad_request(string body)
    {
        using var answer = await Ingest.PostAsync(IngestProcess.BatchPath, body, IngestProcess.Ndjson);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_line_may_have_64_KiB_and_not_one_byte_more()
    {
        var most = IngestProcess.Line("o-1").PadRight(65_536);

        using var answer = await Ingest.BatchAsync(most, IngestProcess.Line("o-2").PadRight(65_537), IngestProcess.Line("o-3"));

        var lines = await IngestProcess.LinesAsync(answer);
        lines.Select(line => line.GetProperty("status").GetString()).ShouldBe(["accepted", "rejected", "accepted"]);
        lines[1].GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("body");
    }

    [Fact]
    public async Task A_line_that_is_not_UTF8_is_rejected_alone()
    {
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes(IngestProcess.Line("o-1")), (byte)'\n', (byte)'"', 0xFF, (byte)'"', (byte)'\n',
            .. Encoding.UTF8.GetBytes(IngestProcess.Line("o-2")),
        ];

        using var answer = await Ingest.PostAsync(IngestProcess.BatchPath, body, IngestProcess.Ndjson);

        (await IngestProcess.LinesAsync(answer)).Select(line => line.GetProperty("status").GetString())
            .ShouldBe(["accepted", "rejected", "accepted"]);
    }

    [Fact]
    public async Task A_batch_over_its_limit_is_refused()
    {
        await using var ingest = await IngestProcess.StartAsync("--Ingest:MaxBatchBytes=1024", "--Ingest:MaxBodyBytes=1024");

        using var answer = await ingest.BatchAsync(IngestProcess.Line("o-1").PadRight(1025));

        await answer.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        ingest.Broker.All<object>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_passed_over_and_the_connection_stays()
    {
        await using var ingest = await IngestProcess.StartAsync("--Ingest:MaxBatchBytes=1024", "--Ingest:MaxBodyBytes=1024");
        using var client = await RawClient.ConnectAsync(ingest.Client.BaseAddress!);
        var body = new string('x', 1_024 * 1_024);

        await client.SayAsync(
            $"POST {IngestProcess.BatchPath} HTTP/1.1\r\nHost: ingest\r\nAuthorization: Bearer {ingest.Token().Sign()}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
        await client.SayAsync("GET /health/live HTTP/1.1\r\nHost: ingest\r\nConnection: close\r\n\r\n");

        var answers = await client.ReadToEndAsync();
        answers.ShouldStartWith("HTTP/1.1 413 ");
        answers.ShouldContain("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task When_one_message_of_a_batch_is_not_safe_the_whole_batch_is_to_be_sent_again()
    {
        string[] lines = [.. Enumerable.Range(0, 300).Select(index => IngestProcess.Line($"o-{index}"))];
        Ingest.Broker.OnPublish = message =>
            message is OrderPlaced { OrderId: "o-150" } ? throw new BrokerUnavailableException() : Task.CompletedTask;

        using var unsafely = await Ingest.BatchAsync(lines);
        Ingest.Broker.OnPublish = null;
        using var again = await Ingest.BatchAsync(lines);

        await unsafely.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        unsafely.ShouldSayWhenToRetry();
        (await IngestProcess.LinesAsync(again)).ShouldAllBe(line => line.GetProperty("status").GetString() == "accepted");
    }

    private OrderPlaced Placed(string orderId) => Ingest.Broker.All<OrderPlaced>().Single(order => order.OrderId == orderId);
}
