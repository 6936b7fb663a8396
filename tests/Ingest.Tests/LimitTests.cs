using System.Net;
using Microsoft.Extensions.Logging;
using StorePush.Contracts;
using StorePush.Hosting.Messaging;

namespace StorePush.Ingest.Tests;

public sealed class LimitTests
{
    [Theory]
    [InlineData("80000000")]
    [InlineData("ffffffffffffffffffff")]
    [InlineData("zz")]
    public async Task A_chunk_whose_size_is_no_size_is_the_fault_of_the_client(string size)
    {
        await using var ingest = await IngestProcess.StartAsync();
        using var client = await RawClient.ConnectAsync(ingest.Client.BaseAddress!);

        await client.SayAsync(
            $"POST {IngestProcess.OrdersPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ingest.Token().Sign()}\r\n" +
            $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n");

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task While_the_broker_is_away_nothing_is_accepted()
    {
        await using var ingest = await IngestProcess.StartAsync("--Ingest:RetryAfter=00:00:07");
        ingest.Broker.OnPublish = _ => throw new BrokerUnavailableException();

        using var order = await ingest.PlaceAsync(IngestProcess.Order("o-1"));
        using var cancellation = await ingest.PostAsync("/v1/stores/s1/orders/ebai/o-1/cancellation", "");
        using var batch = await ingest.BatchAsync(IngestProcess.Line("o-1"), "nonsense");
        ingest.Broker.OnPublish = null;
        using var back = await ingest.PlaceAsync(IngestProcess.Order("o-1"));

        foreach (var answer in (HttpResponseMessage[])[order, cancellation, batch])
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        }

        back.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_broker_that_is_away_for_many_orders_is_one_line_of_log()
    {
        using var log = new LogLines();
        await using var ingest = await IngestProcess.StartAsync(builder => builder.Logging.AddProvider(log));
        ingest.Broker.OnPublish = _ => throw new BrokerUnavailableException();

        foreach (var number in Enumerable.Range(0, 20))
            (await ingest.PlaceAsync(IngestProcess.Order($"o-{number}"))).Dispose();

        log.All.Count(line => line.Contains("was not accepted", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Callers_that_break_off_are_no_line_of_log()
    {
        using var log = new LogLines();
        await using var ingest = await IngestProcess.StartAsync(builder => builder.Logging.AddProvider(log), BrokenRequests.Setting);
        var authorization = $"Authorization: Bearer {ingest.Token().Sign()}\r\n";

        await BrokenRequests.SendAllAsync(
            ingest.Client.BaseAddress!, $"POST {IngestProcess.OrdersPath} HTTP/1.1\r\nHost: x\r\n{authorization}", 5_000, log);
        await BrokenRequests.SendAllAsync(
            ingest.Client.BaseAddress!, $"POST {IngestProcess.BatchPath} HTTP/1.1\r\nHost: x\r\n{authorization}", 500_000, log);

        log.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_over_its_rate_is_told_to_slow_down_and_the_others_are_not()
    {
        await using var ingest = await IngestProcess.StartAsync("--Ingest:MessagesPerSecond=1", "--Ingest:MessageBurst=30");
        var other = (ingest.Token() with { Subject = "other" }).Sign();

        using var allowed = await ingest.BatchAsync([.. Enumerable.Range(0, 30).Select(n => IngestProcess.Line($"first-{n}"))]);
        using var batch = await ingest.BatchAsync([.. Enumerable.Range(0, 30).Select(n => IngestProcess.Line($"second-{n}"))]);
        var orders = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ingest.PlaceAsync(IngestProcess.Order("o-7"))));
        using var others = await ingest.PostAsync(IngestProcess.OrdersPath, IngestProcess.Order("o-8"), token: other);

        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);
        await batch.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
        batch.ShouldSayWhenToRetry();
        var refused = orders.First(order => order.StatusCode != HttpStatusCode.Accepted);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
        refused.ShouldSayWhenToRetry();
        others.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        ingest.Broker.All<OrderPlaced>().ShouldNotContain(order => order.OrderId == "second-0");
        foreach (var order in orders)
            order.Dispose();
    }

    [Fact]
    public async Task A_caller_that_waits_gets_through_again()
    {
        await using var ingest = await IngestProcess.StartAsync("--Ingest:MessagesPerSecond=1", "--Ingest:MessageBurst=1");
        using var first = await ingest.PlaceAsync(IngestProcess.Order("o-1"));

        await Bounded.UntilAsync(async () =>
        {
            using var answer = await ingest.PlaceAsync(IngestProcess.Order("o-2"));
            return answer.StatusCode == HttpStatusCode.Accepted;
        });
    }

    [Theory]
    [InlineData("--Ingest:MaxInFlight=1", "--Ingest:BatchConcurrency=1")]
    [InlineData("--Ingest:MaxInFlightBytes=65536", "--Ingest:BatchConcurrency=1")]
    public async Task Only_so_many_messages_of_such_a_size_wait_for_the_broker(params string[] limits)
    {
        await using var ingest = await IngestProcess.StartAsync(limits);
        var order = $$"""{"pad":"{{new string('x', 40_000)}}"}""";
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ingest.Broker.OnPublish = _ => confirmed.Task;
        var waiting = ingest.PlaceAsync(IngestProcess.Order("o-1", order));
        await ingest.Broker.NextAsync<OrderPlaced>();

        using var refused = await ingest.PlaceAsync(IngestProcess.Order("o-2", order));
        confirmed.SetResult();
        using var accepted = await waiting;
        using var next = await ingest.PlaceAsync(IngestProcess.Order("o-2", order));

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        refused.ShouldSayWhenToRetry();
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        next.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Only_so_many_batches_are_held_at_the_same_time_and_no_more_is_read_of_others()
    {
        await using var ingest = await IngestProcess.StartAsync("--Ingest:MaxConcurrentBatches=1");
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ingest.Broker.OnPublish = _ => confirmed.Task;
        var held = ingest.BatchAsync(IngestProcess.Line("o-1"));
        await ingest.Broker.NextAsync<OrderPlaced>();

        // Of this body nothing ever comes: only who does not wait for it can answer.
        using var other = await RawClient.ConnectAsync(ingest.Client.BaseAddress!);
        await other.SayAsync(
            $"POST {IngestProcess.BatchPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ingest.Token().Sign()}\r\n" +
            $"Content-Type: {IngestProcess.Ndjson}\r\nContent-Length: 1000000\r\n\r\n");
        var refused = await other.ReadHeadAsync();
        confirmed.SetResult();
        using var accepted = await held;
        using var next = await ingest.BatchAsync(IngestProcess.Line("o-2"));

        refused.ShouldStartWith("HTTP/1.1 503");
        refused.ShouldContain("Retry-After: 2");
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
