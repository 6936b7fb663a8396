using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Expiry;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Replay;
using StorePush.Delivery.Retention;
using StorePush.Delivery.Tests.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>What becomes of messages.</summary>
public abstract class MessagesSpecification : DeliveryDatabaseSpecification
{
    [Fact]
    public async Task A_settled_message_stops_the_ringing_of_all_but_the_device_that_took_it()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var other = (await delivery.ConnectAsync("till-2")).Event;
        var message = await delivery.AddAsync(row => (row.State, row.DeliveredBy) = ("Delivered", "till-1"));

        await delivery.Get<StoreNotifier>().SettleAsync(message, Cancellation);

        var settlement = delivery.Published<SettleAtStore>().ShouldHaveSingleItem().Settlements.ShouldHaveSingleItem();
        settlement.ConnectionIds.ShouldBe([other.ConnectionId]);
        (settlement.Status, settlement.By).ShouldBe(("delivered", "till-1"));
    }

    [Fact]
    public Task What_a_held_acknowledgement_settles_is_not_pushed_again() => AcknowledgementsComeFirstAsync((delivery, _) =>
        delivery.Get<RepeatedPushSweeper>().SweepAsync(Cancellation));

    [Fact]
    public Task What_a_held_acknowledgement_settles_is_not_replayed() => AcknowledgementsComeFirstAsync((delivery, connected) =>
        delivery.Get<ReplayPages>().SendAsync("edge-1", "S1", connected.ConnectionId, null, Cancellation));

    [Fact]
    public Task What_a_held_acknowledgement_settles_does_not_expire() => AcknowledgementsComeFirstAsync((delivery, _) =>
        delivery.Get<ExpirySweeper>().SweepAsync(Cancellation));

    [Fact]
    public async Task Every_push_of_a_traced_message_is_a_part_of_its_trace()
    {
        using var spans = new Spans("StorePush.Delivery");
        var order = Spans.NewTraceParent();
        await using var delivery = await HostAsync();
        var connected = (await delivery.ConnectAsync("till-1")).Event;
        var message = await delivery.AddAsync(row => row.TraceParent = order);

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));
        await SweepAsync<RepeatedPushSweeper>(delivery);
        await delivery.Get<ReplayPages>().SendAsync("edge-1", "S1", connected.ConnectionId, null, Cancellation);

        var pushes = delivery.Published<PushToStore>().SelectMany(command => command.Pushes).ToArray();
        var traced = spans.Of(order);
        traced.Select(span => span.GetTagItem("storepush.push")).ShouldBe([1, 2, 3]);
        traced.ShouldAllBe(span => span.ParentId == order);
        pushes.Select(push => push.TraceParent).ShouldBe(traced.Select(span => span.Id));
        pushes.ShouldAllBe(push => push.Frame.ToString().Contains($"\"traceparent\":\"{push.TraceParent}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_not_traced_is_pushed_without_a_trace()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var message = await delivery.AddAsync();

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);

        var push = delivery.Published<PushToStore>().ShouldHaveSingleItem().Pushes.ShouldHaveSingleItem();
        push.TraceParent.ShouldBeNull();
        push.Frame.ToString().ShouldNotContain("traceparent");
    }

    [Fact]
    public async Task A_message_of_an_offline_store_is_put_aside_until_a_device_connects()
    {
        await using var delivery = await HostAsync();
        var message = await delivery.AddAsync();
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));

        await SweepAsync<RepeatedPushSweeper>(delivery);

        (await delivery.FindAsync(message.CorrelationId))!.NextPushAt.ShouldBeNull();
        var connected = (await delivery.ConnectAsync("till-1")).Event;
        await delivery.Get<ReplayPages>().SendAsync("edge-1", "S1", connected.ConnectionId, null, Cancellation);
        var replayed = (await delivery.FindAsync(message.CorrelationId))!;
        (replayed.Pushes, replayed.NextPushAt).ShouldBe((1, DeliveryHost.Start.AddSeconds(20)));
    }

    [Fact]
    public async Task A_replay_pages_through_the_backlog_oldest_first()
    {
        await using var delivery = await HostAsync();
        var messages = new List<Guid>();
        foreach (var n in Enumerable.Range(0, 7))
            messages.Add((await delivery.AddAsync(row => row.AcceptedAt = DeliveryHost.Start.AddSeconds(n / 2))).CorrelationId);
        await delivery.AddAsync(row => row.State = "Delivered");
        await delivery.AddAsync(row => row.StoreId = "S2");
        await delivery.AddAsync(row => row.ExpiresAt = DeliveryHost.Start);
        var connected = (await delivery.ConnectAsync("till-1")).Event;

        ReplayCursor? next = null;
        do
        {
            await delivery.Get<ReplayPages>().SendAsync("edge-1", "S1", connected.ConnectionId, next, Cancellation);
            next = delivery.Published<PushToStore>()[^1].Next;
        }
        while (next is not null);

        var pages = delivery.Published<PushToStore>();
        pages.Select(page => page.Pushes.Count).ShouldBe([3, 3, 1]);
        pages.ShouldAllBe(page => page.ReplayOf == connected.ConnectionId);
        var replayed = pages.SelectMany(page => page.Pushes).Select(push => push.MessageId).ToArray();
        replayed.ShouldBe(messages, ignoreOrder: true);
        var acceptedAt = new List<DateTimeOffset>();
        foreach (var id in replayed)
            acceptedAt.Add((await delivery.FindAsync(id))!.AcceptedAt);
        acceptedAt.ShouldBeInOrder();
    }

    [Fact]
    public async Task Every_message_whose_time_is_over_is_told_to_the_saga_once_in_a_while()
    {
        await using var delivery = await HostAsync();
        var message = await delivery.AddAsync();
        await delivery.AddAsync(row => (row.ExpiresAt, row.ExpiryDueAt) = (DeliveryHost.Start.AddHours(1), DeliveryHost.Start.AddHours(1)));
        await delivery.AddAsync(row => row.State = "Delivered");
        delivery.Clock.Advance(TimeSpan.FromMinutes(30));

        await SweepAsync<ExpirySweeper>(delivery);
        await SweepAsync<ExpirySweeper>(delivery);

        delivery.Published<ExpiryElapsed>().ShouldHaveSingleItem().MessageId.ShouldBe(message.CorrelationId);
        delivery.Clock.Advance(TimeSpan.FromSeconds(30));
        await SweepAsync<ExpirySweeper>(delivery);
        delivery.Published<ExpiryElapsed>().Length.ShouldBe(2, "an event that got lost is made up for");
    }

    [Fact]
    public async Task When_the_database_is_back_nothing_expires_that_other_processes_may_hold()
    {
        await using var delivery = await HostAsync();
        await delivery.AddAsync(row => row.ExpiryDueAt = DeliveryHost.Start);
        delivery.IsDatabaseAway = true;
        await Should.ThrowAsync<TimeoutException>(() => SweepAsync<ExpirySweeper>(delivery));
        delivery.IsDatabaseAway = false;

        (await TimeToExpireAsync(delivery, SweepAsync<ExpirySweeper>(delivery))).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task When_acknowledgements_were_held_here_nothing_expires_that_other_processes_may_hold_too()
    {
        await using var delivery = await HostAsync();
        await delivery.AddAsync(row => row.ExpiryDueAt = DeliveryHost.Start);
        var mayWrite = new TaskCompletionSource();
        var writing = delivery.Get<AckBacklog>().WriteAsync(DeliveryHost.Start, () => mayWrite.Task);
        delivery.Clock.Advance(TimeSpan.FromSeconds(0.5));
        var sweeping = SweepAsync<ExpirySweeper>(delivery);
        delivery.Clock.Advance(TimeSpan.FromSeconds(1));
        mayWrite.SetResult();
        await writing;

        (await TimeToExpireAsync(delivery, sweeping)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Nothing_expires_while_no_acknowledgement_could_be_heard()
    {
        await using var delivery = await HostAsync();
        await delivery.AddAsync();
        delivery.Clock.Advance(TimeSpan.FromMinutes(30));
        await delivery.Get<QueueWatch>().Faulted(new ListenedQueue(Queues.Acknowledgements));

        await SweepAsync<ExpirySweeper>(delivery);

        delivery.Published<ExpiryElapsed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_settled_messages_older_than_the_retention_are_deleted()
    {
        await using var delivery = await HostAsync();
        var old = DeliveryHost.Start.AddDays(-8);
        var settled = await delivery.AddAsync(row => (row.State, row.AcceptedAt, row.SettledAt) = ("Delivered", old, old));
        var pending = await delivery.AddAsync(row => row.AcceptedAt = old);
        var recent = await delivery.AddAsync(row => (row.State, row.AcceptedAt, row.SettledAt) = ("Expired", old, DeliveryHost.Start));

        await SweepAsync<RetentionSweeper>(delivery);

        (await delivery.FindAsync(settled.CorrelationId)).ShouldBeNull();
        (await delivery.FindAsync(pending.CorrelationId)).ShouldNotBeNull();
        (await delivery.FindAsync(recent.CorrelationId)).ShouldNotBeNull();
    }

    private static async Task<TimeSpan> TimeToExpireAsync(DeliveryHost delivery, Task sweeping)
    {
        var start = delivery.Clock.GetUtcNow();
        await Bounded.UntilAsync(() =>
        {
            delivery.Clock.Advance(TimeSpan.FromSeconds(0.1));
            return Task.FromResult(sweeping.IsCompletedSuccessfully);
        });
        delivery.Published<ExpiryElapsed>().ShouldHaveSingleItem();
        return delivery.Clock.GetUtcNow() - start;
    }

    private async Task AcknowledgementsComeFirstAsync(Func<DeliveryHost, DeviceConnected, Task> work)
    {
        await using var delivery = await HostAsync();
        var connected = (await delivery.ConnectAsync("till-1")).Event;
        var message = await delivery.AddAsync(row => row.NextPushAt = row.ExpiryDueAt = DeliveryHost.Start);
        var mayWrite = new TaskCompletionSource();
        var writing = delivery.Get<AckBacklog>().WriteAsync(DeliveryHost.Start, async () =>
        {
            await mayWrite.Task;
            await delivery.DeliverAsync(message);
        });
        delivery.Clock.Advance(TimeSpan.FromSeconds(0.5));

        var working = work(delivery, connected);
        mayWrite.SetResult();
        await writing;
        await Bounded.UntilAsync(() =>
        {
            delivery.Clock.Advance(TimeSpan.FromSeconds(0.1));
            return Task.FromResult(working.IsCompletedSuccessfully);
        });

        delivery.Published<PushToStore>().SelectMany(command => command.Pushes).ShouldBeEmpty();
        delivery.Published<ExpiryElapsed>().ShouldBeEmpty();
    }
}
