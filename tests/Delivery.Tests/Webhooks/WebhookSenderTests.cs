using System.Collections.Concurrent;
using StorePush.Delivery.Tests.Databases;
using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

/// <summary>The calls themselves, to a real web server.</summary>
public sealed class WebhookSenderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_says_who_it_is_for_when_and_is_signed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var webhooks = await StartAsync(receiver);

        var call = await webhooks.AddAsync();

        await receiver.UntilCalledAsync(1);
        var received = receiver.Calls.Single();
        (received.Id, received.Timestamp).ShouldBe((call.Id, webhooks.Clock.GetUtcNow()));
        received.Headers["webhook-signature"].ToString().ShouldBe(
            webhooks.Get<WebhookSignature>().Sign(call.Id, received.Timestamp.ToUnixTimeSeconds(), call.Body));
        received.Headers.ContentType.ToString().ShouldBe("application/json");
        received.Body.ShouldBe(System.Text.Encoding.UTF8.GetString(call.Body));
        await webhooks.UntilAsync(call.Id, row => row.DoneAt is not null);
        await webhooks.UntilCountedAsync("sent", 1);
    }

    [Fact]
    public async Task A_call_that_failed_is_made_again_when_it_is_due_signed_anew()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => WebhookReceiver.AnswerAsync(context, receiver.Calls.Count == 1 ? 500 : 200);
        await using var webhooks = await StartAsync(receiver);
        var call = await webhooks.AddAsync();
        await webhooks.UntilAsync(call.Id, row => row.Failures == 1);
        var dueAt = (await webhooks.FindAsync(call.Id))!.DueAt;

        webhooks.Clock.SetUtcNow(dueAt);
        await ReceivedAsync(webhooks, receiver, 2);

        var (first, second) = (receiver.Calls.First(), receiver.Calls.Last());
        (second.Id, second.Body).ShouldBe((first.Id, first.Body));
        second.Timestamp.ShouldBeGreaterThan(first.Timestamp);
        second.Headers["webhook-signature"].ShouldNotBe(first.Headers["webhook-signature"]);
        await webhooks.UntilAsync(call.Id, row => row.DoneAt is not null);
        await webhooks.UntilCountedAsync("failed 5xx", 1);
        await webhooks.UntilCountedAsync("sent", 1);
    }

    [Theory]
    [InlineData(302, "302", "failed 3xx")]
    [InlineData(404, "404", "failed 4xx")]
    [InlineData(503, "503", "failed 5xx")]
    public async Task Any_other_answer_is_a_failure_and_redirects_are_not_followed(int status, string failure, string metric)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return WebhookReceiver.AnswerAsync(context, status);
        };
        await using var webhooks = await StartAsync(receiver);

        var call = await webhooks.AddAsync();

        await webhooks.UntilAsync(call.Id, row => row.LastFailure == failure);
        receiver.Calls.Count.ShouldBe(1);
        await webhooks.UntilCountedAsync(metric, 1);
    }

    [Fact]
    public async Task An_event_that_is_gone_is_told_once_and_the_others_are_told()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => WebhookReceiver.AnswerAsync(context, receiver.Calls.Count == 1 ? 410 : 200);
        await using var webhooks = await StartAsync(receiver);

        var gone = await webhooks.AddAsync();
        await webhooks.UntilAsync(gone.Id, row => row.DoneAt is not null);
        var other = await webhooks.AddAsync();

        await webhooks.UntilAsync(other.Id, row => row.DoneAt is not null);
        receiver.Calls.Select(call => call.Id).ShouldBe([gone.Id, other.Id]);
        await webhooks.UntilCountedAsync("given_up gone", 1);
        await webhooks.UntilCountedAsync("sent", 1);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_has_failed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await using var webhooks = await StartAsync(receiver);
        var call = await webhooks.AddAsync();
        await receiver.UntilCalledAsync(1);

        webhooks.Clock.Advance(TimeSpan.FromSeconds(15));

        await webhooks.UntilAsync(call.Id, row => row.LastFailure == "timeout");
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_has_failed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.GoAwayAsync();
        await using var webhooks = await StartAsync(receiver);

        var call = await webhooks.AddAsync();

        await webhooks.UntilAsync(call.Id, row => row.LastFailure == "ConnectionError");
        await webhooks.UntilCountedAsync("failed none", 1);
        await Bounded.UntilAsync(() => Task.FromResult(webhooks.Log.All.Any(line => line.Contains(call.Id, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = async context =>
        {
            await using var registration = context.RequestAborted.Register(cut.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[4_096], Cancellation);
        };
        await using var webhooks = await StartAsync(receiver);

        var call = await webhooks.AddAsync();

        await webhooks.UntilAsync(call.Id, row => row.DoneAt is not null);
        await cut.Task.Soon();
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_are_allowed()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var underWay = 0;
        ConcurrentBag<int> counts = [];
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = async context =>
        {
            counts.Add(Interlocked.Increment(ref underWay));
            await release.Task.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref underWay);
        };
        await using var webhooks = await StartAsync(receiver, options => options.MaxConcurrency = 3);
        for (var n = 0; n < 10; n++)
            await webhooks.AddAsync();
        await Bounded.UntilAsync(() => Task.FromResult(counts.Count >= 3));

        release.SetResult();

        await Bounded.UntilAsync(async () => (await webhooks.RowsAsync()).All(row => row.DoneAt is not null));
        (receiver.Calls.Count, counts.Max()).ShouldBe((10, 3));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_called_now_and_then_however_many_wait_and_is_told_all_when_it_is_back()
    {
        const int Waiting = 500;
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => WebhookReceiver.AnswerAsync(context, 503);
        await using var webhooks = new WebhooksHost(
            await SqliteDatabase.CreateAsync(), options => (options.Url, options.MaxConcurrency) = (receiver.Url, 3));
        await Task.WhenAll(Enumerable.Range(0, Waiting).Select(_ => webhooks.AddAsync()));
        await webhooks.StartSenderAsync();
        await Bounded.UntilAsync(() => Task.FromResult(webhooks.Get<Receiver>().IsHeld));

        var (heldAt, before) = (webhooks.Clock.GetUtcNow(), receiver.Calls.Count);
        await Bounded.UntilAsync(() =>
        {
            webhooks.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(receiver.Calls.Count >= before + 10);
        });

        (webhooks.Clock.GetUtcNow() - heldAt).ShouldBeGreaterThan(TimeSpan.FromMinutes(1));

        receiver.OnCall = context => WebhookReceiver.AnswerAsync(context, 200);
        await Bounded.UntilAsync(async () =>
        {
            webhooks.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await webhooks.RowsAsync()).All(row => row.DoneAt is not null);
        });
        receiver.Calls.Select(call => call.Id).Distinct().Count().ShouldBe(Waiting);
    }

    [Fact]
    public async Task An_event_that_the_receiver_can_not_take_holds_up_no_other()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => WebhookReceiver.AnswerAsync(
            context, receiver.Calls.Last().Data.GetProperty("orderId").GetString() == "bad" ? 500 : 200);
        await using var webhooks = await StartAsync(receiver, options => options.MaxConcurrency = 1);
        await webhooks.AddAsync("bad");

        for (var n = 0; n < 20; n++)
        {
            var good = await webhooks.AddAsync("good");
            await webhooks.UntilAsync(good.Id, row => row.DoneAt is not null);
        }
    }

    [Fact]
    public async Task A_stop_waits_for_the_answers_that_are_under_way()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => release.Task.WaitAsync(context.RequestAborted);
        await using var webhooks = await StartAsync(receiver);
        var call = await webhooks.AddAsync();
        await receiver.UntilCalledAsync(1);

        var stopped = webhooks.Get<WebhookSender>().StopAsync(Cancellation);
        release.SetResult();
        await stopped.Soon();

        (await webhooks.FindAsync(call.Id))!.DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await using var webhooks = await StartAsync(receiver);
        var call = await webhooks.AddAsync();
        await receiver.UntilCalledAsync(1);

        var stopped = webhooks.Get<WebhookSender>().StopAsync(Cancellation);
        webhooks.Clock.Advance(TimeSpan.FromSeconds(5));
        await stopped.Soon();

        var row = (await webhooks.FindAsync(call.Id))!;
        (row.DoneAt, row.Failures).ShouldBe((null, 0));
    }

    private static async Task<WebhooksHost> StartAsync(WebhookReceiver receiver, Action<WebhooksOptions>? configure = null)
    {
        var webhooks = new WebhooksHost(
            await SqliteDatabase.CreateAsync(),
            options =>
            {
                options.Url = receiver.Url;
                configure?.Invoke(options);
            });
        return await webhooks.StartSenderAsync();
    }

    /// <summary>Lets the sender look for what is due until the receiver has it.</summary>
    private static Task ReceivedAsync(WebhooksHost webhooks, WebhookReceiver receiver, int times) =>
        Bounded.UntilAsync(() =>
        {
            webhooks.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(receiver.Calls.Count >= times);
        });
}
