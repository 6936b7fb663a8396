using System.Text.Json;
using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Sessions;
using StorePush.Delivery.Tests.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>When and how messages are pushed.</summary>
public abstract class PushingSpecification : DeliveryDatabaseSpecification
{
    [Fact]
    public async Task A_message_is_pushed_to_every_connection_of_its_store_by_one_command_per_edge()
    {
        await using var delivery = await HostAsync();
        var first = (await delivery.ConnectAsync("till-1", "edge-1")).Event;
        var second = (await delivery.ConnectAsync("till-2", "edge-1")).Event;
        var third = (await delivery.ConnectAsync("till-3", "edge-2")).Event;
        var message = await delivery.AddAsync();

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);

        var commands = delivery.Published<PushToStore>().OrderBy(command => command.EdgeId).ToArray();
        commands.Select(command => command.EdgeId).ShouldBe(["edge-1", "edge-2"]);
        commands[0].Pushes.ShouldHaveSingleItem().ConnectionIds.ShouldBe([first.ConnectionId, second.ConnectionId], ignoreOrder: true);
        commands[1].Pushes.ShouldHaveSingleItem().ConnectionIds.ShouldBe([third.ConnectionId]);
        var pushed = (await delivery.FindAsync(message.CorrelationId))!;
        (pushed.Pushes, pushed.NextPushAt, pushed.Version).ShouldBe((1, DeliveryHost.Start.AddSeconds(10), 1));
    }

    [Fact]
    public async Task A_command_over_which_the_transport_hangs_is_given_up_after_30_seconds()
    {
        await using var delivery = await HostAsync();
        var hanging = new TaskCompletionSource();
        delivery.Get<DeliveryHost.PublishedCommands>().MayGo = hanging.Task;
        var command = new CloseConnection { EdgeId = "edge-1", ConnectionId = NewId.NextGuid(), Code = 1012 };
        var start = delivery.Clock.GetUtcNow();
        var sending = delivery.Get<EdgeCommands>().SendAsync(command, Cancellation);

        await Bounded.UntilAsync(() =>
        {
            delivery.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(sending.IsCompleted);
        });

        await Should.ThrowAsync<TimeoutException>(sending);
        (delivery.Clock.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        hanging.SetResult();
    }

    [Fact]
    public async Task A_message_of_a_store_with_nobody_online_counts_no_push()
    {
        await using var delivery = await HostAsync();
        var message = await delivery.AddAsync();

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);

        delivery.Published<PushToStore>().ShouldBeEmpty();
        (await delivery.FindAsync(message.CorrelationId))!.Pushes.ShouldBe(0);
    }

    [Theory]
    [InlineData("Delivered")]
    [InlineData("Expired")]
    public async Task A_message_that_was_settled_meanwhile_is_not_pushed(string state)
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var message = await delivery.AddAsync(row => row.State = state);
        var counted = await delivery.AddAsync(row => (row.State, row.Pushes) = (state, 1));

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);
        await delivery.Get<StoreNotifier>().PushNewAsync(counted, Cancellation);

        delivery.Published<PushToStore>().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_push_of_a_new_message_is_saved_with_it_and_not_counted_again()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1", "edge-1");
        var message = DeliveryHost.NewMessage();

        await delivery.Get<StoreNotifier>().CountFirstPushAsync(message, Cancellation);
        await delivery.AddAsync([message]);
        await delivery.Get<StoreNotifier>().PushNewAsync(message, Cancellation);

        PushNumbers(delivery).ShouldBe([1]);
        var saved = (await delivery.FindAsync(message.CorrelationId))!;
        (saved.Pushes, saved.PushLog).ShouldBe((1, PushLog.Line(DeliveryHost.Start, ["edge-1"])));
    }

    [Fact]
    public async Task What_comes_too_late_to_be_pushed_is_not_counted_as_pushed()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var message = DeliveryHost.NewMessage();
        message.ExpiresAt = DeliveryHost.Start;

        await delivery.Get<StoreNotifier>().CountFirstPushAsync(message, Cancellation);

        (message.Pushes, message.PushLog).ShouldBe((0, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_is_about_to_expire_tells_whether_its_store_was_online(bool isOnline)
    {
        await using var delivery = await HostAsync();
        if (isOnline)
            await delivery.ConnectAsync("till-1");
        var message = await delivery.AddAsync(row => (row.ExpiresAt, row.NextPushAt) = (DeliveryHost.Start, DeliveryHost.Start));

        await SweepAsync<RepeatedPushSweeper>(delivery);

        ((await delivery.FindAsync(message.CorrelationId))!.NextPushAt is not null).ShouldBe(isOnline);
        delivery.Published<PushToStore>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_that_connects_while_a_message_is_saved_is_pushed_it_and_the_push_is_counted()
    {
        await using var delivery = await HostAsync();
        var message = DeliveryHost.NewMessage();

        await delivery.Get<StoreNotifier>().CountFirstPushAsync(message, Cancellation);
        message.Pushes.ShouldBe(0);
        await delivery.AddAsync([message]);
        await delivery.ConnectAsync("till-1");
        await delivery.Get<StoreNotifier>().PushNewAsync(message, Cancellation);

        PushNumbers(delivery).ShouldBe([1]);
        (await delivery.FindAsync(message.CorrelationId))!.Pushes.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_pushed_again_counts_again()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var message = await delivery.AddAsync(row => row.Pushes = 1);

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);

        PushNumbers(delivery).ShouldBe([2]);
    }

    [Fact]
    public async Task Nothing_is_pushed_again_while_the_broker_is_away()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var message = await delivery.AddAsync(row => row.NextPushAt = DeliveryHost.Start);
        await delivery.Get<QueueWatch>().Faulted(new ListenedQueue(Queues.Acknowledgements));

        await SweepAsync<RepeatedPushSweeper>(delivery);

        (await delivery.FindAsync(message.CorrelationId))!.Pushes.ShouldBe(0);
    }

    [Fact]
    public async Task A_pending_message_is_pushed_again_after_10_20_40_and_then_every_60_seconds()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var message = await delivery.AddAsync();
        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);

        foreach (var (wait, push) in new[] { (10, 2), (20, 3), (40, 4), (60, 5), (60, 6) })
        {
            delivery.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
            await SweepAsync<RepeatedPushSweeper>(delivery);
            (await delivery.FindAsync(message.CorrelationId))!.Pushes.ShouldBe(push - 1, $"{wait - 1} seconds after push {push - 1}");

            delivery.Clock.Advance(TimeSpan.FromSeconds(1));
            await SweepAsync<RepeatedPushSweeper>(delivery);
            (await delivery.FindAsync(message.CorrelationId))!.Pushes.ShouldBe(push);
        }

        delivery.Published<PushToStore>().Length.ShouldBe(6);
    }

    [Fact]
    public async Task When_the_database_has_stood_still_pushing_again_waits_for_what_other_processes_hold()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var sweeper = delivery.Get<RepeatedPushSweeper>();
        delivery.DatabaseTakes = TimeSpan.FromSeconds(20);
        await sweeper.SweepAsync(Cancellation);
        delivery.DatabaseTakes = TimeSpan.Zero;
        await delivery.AddAsync(row => row.NextPushAt = DeliveryHost.Start);

        (await TimeToSweepAsync(delivery, sweeper)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
        delivery.Published<PushToStore>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task When_the_database_is_back_pushing_again_waits_for_what_other_processes_hold()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        await delivery.AddAsync(row => row.NextPushAt = DeliveryHost.Start);
        var sweeper = delivery.Get<RepeatedPushSweeper>();
        delivery.IsDatabaseAway = true;
        await Should.ThrowAsync<TimeoutException>(() => sweeper.SweepAsync(Cancellation));
        await Should.ThrowAsync<TimeoutException>(() => sweeper.SweepAsync(Cancellation));
        delivery.IsDatabaseAway = false;

        (await TimeToSweepAsync(delivery, sweeper)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
        delivery.Published<PushToStore>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_long_backlog_is_pushed_again_in_portions()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        foreach (var _ in Enumerable.Range(0, 120))
            await delivery.AddAsync();
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));

        foreach (var portion in new[] { 50, 50, 20, 0 })
        {
            var before = delivery.Published<PushToStore>().Sum(command => command.Pushes.Count);
            await SweepAsync<RepeatedPushSweeper>(delivery);
            (delivery.Published<PushToStore>().Sum(command => command.Pushes.Count) - before).ShouldBe(portion);
            delivery.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        delivery.Published<PushToStore>().ShouldAllBe(command => command.Pushes.All(push => push.IsRepeat));
    }

    [Fact]
    public async Task A_long_backlog_is_pushed_again_in_portions_however_many_steps_a_sweep_takes()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        await delivery.AddAsync(Enumerable.Range(0, 1_100).Select(_ => DeliveryHost.NewMessage()));
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));

        var steps = 1;
        while (await delivery.Get<RepeatedPushSweeper>().SweepAsync(Cancellation))
            steps++;

        steps.ShouldBeGreaterThan(1);
        delivery.Published<PushToStore>().Sum(command => command.Pushes.Count).ShouldBe(50);
    }

    [Fact]
    public void Commands_for_a_store_of_thousands_of_devices_stay_small()
    {
        var sessions = Enumerable.Range(0, 5_000)
            .Select(n => new DeviceSession { ConnectionId = NewId.NextGuid(), StoreId = "S1", DeviceId = $"till-{n}", EdgeId = "edge-1" })
            .ToLookup(session => session.StoreId);
        var messages = Enumerable.Range(0, 20).Select(_ => DeliveryHost.NewMessage()).ToArray();

        var pushes = StorePushes.PerEdge([.. messages.Select(message => (message, 1))], sessions, isRepeat: false).ToArray();
        var settlements = StoreSettlements.PerEdge(messages, sessions).ToArray();

        pushes.SelectMany(command => command.Pushes).Select(push => push.MessageId).ShouldBe(messages.Select(message => message.CorrelationId));
        pushes.ShouldAllBe(command => JsonSerializer.SerializeToUtf8Bytes(command).Length <= CommandParts.MaxBytes);
        settlements.SelectMany(command => command.Settlements).Count().ShouldBe(messages.Length);
        settlements.ShouldAllBe(command => JsonSerializer.SerializeToUtf8Bytes(command).Length <= CommandParts.MaxBytes);
    }

    [Fact]
    public async Task Messages_that_are_too_large_for_one_command_go_in_several()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var order = System.Text.Encoding.UTF8.GetBytes($$"""{"pad":"{{new string('x', 60_000)}}"}""");
        foreach (var _ in Enumerable.Range(0, 40))
            await delivery.AddAsync(row => row.Payload = order);
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));

        await SweepAsync<RepeatedPushSweeper>(delivery);

        var commands = delivery.Published<PushToStore>();
        commands.Sum(command => command.Pushes.Count).ShouldBe(40);
        commands.ShouldAllBe(command => command.Pushes.Sum(push => push.Frame.Utf8.Length) <= 1_024 * 1_024);
    }

    /// <summary>What the frames that were sent say of themselves.</summary>
    private static int[] PushNumbers(DeliveryHost delivery) =>
    [
        .. delivery.Published<PushToStore>()
            .SelectMany(command => command.Pushes)
            .Select(push => JsonElement.Parse(push.Frame.Utf8.Span).GetProperty("push").GetInt32()),
    ];

    /// <summary>Lets time pass until the sweep is done.</summary>
    private static async Task<TimeSpan> TimeToSweepAsync(DeliveryHost delivery, RepeatedPushSweeper sweeper)
    {
        var start = delivery.Clock.GetUtcNow();
        var sweeping = sweeper.SweepAsync(Cancellation);
        await Bounded.UntilAsync(() =>
        {
            delivery.Clock.Advance(TimeSpan.FromSeconds(0.1));
            return Task.FromResult(sweeping.IsCompleted);
        });
        await sweeping;
        return delivery.Clock.GetUtcNow() - start;
    }
}
