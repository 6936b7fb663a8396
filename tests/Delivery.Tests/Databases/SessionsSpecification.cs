using StorePush.Contracts;
using StorePush.Delivery.Devices;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Sessions;
using StorePush.Delivery.Tests.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>Who is connected, and who may be.</summary>
public abstract class SessionsSpecification : DeliveryDatabaseSpecification
{
    [Fact]
    public async Task A_newer_connection_of_a_device_replaces_the_older_one_in_whichever_order_they_are_told()
    {
        await using var delivery = await HostAsync();
        var newer = await delivery.ConnectAsync("till-1", "edge-2", DeliveryHost.Start.AddSeconds(1));
        var older = await delivery.ConnectAsync("till-1", "edge-1", DeliveryHost.Start);

        newer.Registration.Replaced.ShouldBeEmpty();
        older.Registration.Replaced.ShouldHaveSingleItem().ConnectionId.ShouldBe(older.Event.ConnectionId);
        (await delivery.SessionsAsync()).ShouldBe([newer.Event.ConnectionId]);
    }

    [Theory]
    [InlineData("edge-2", 2, 1012)]
    [InlineData("edge-2", 31, 4409)]
    [InlineData("edge-1", 2, 4409)]
    public async Task Who_comes_to_another_edge_and_seems_to_be_the_older_by_its_clock_is_not_told_to_stop(
        string otherEdge, int aheadSeconds, int code)
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1", otherEdge, DeliveryHost.Start.AddSeconds(aheadSeconds));
        var comesBack = (await delivery.ConnectAsync("till-1", "edge-1", DeliveryHost.Start)).Registration;

        ((int)comesBack.CodeFor(comesBack.Replaced.ShouldHaveSingleItem())).ShouldBe(code);
    }

    [Fact]
    public async Task The_connection_that_a_newer_one_replaces_is_told_to_stop()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1", "edge-1", DeliveryHost.Start);
        var newer = (await delivery.ConnectAsync("till-1", "edge-2", DeliveryHost.Start.AddSeconds(1))).Registration;

        ((int)newer.CodeFor(newer.Replaced.ShouldHaveSingleItem())).ShouldBe(4409);
    }

    [Fact]
    public async Task A_late_disconnect_of_an_old_connection_leaves_the_newer_one()
    {
        await using var delivery = await HostAsync();
        var old = (await delivery.ConnectAsync("till-1", at: DeliveryHost.Start)).Event;
        var current = (await delivery.ConnectAsync("till-1", at: DeliveryHost.Start.AddSeconds(1))).Event;

        await delivery.Get<SessionRegistrar>().RemoveAsync(old.ConnectionId, Cancellation);

        (await delivery.SessionsAsync()).ShouldBe([current.ConnectionId]);
    }

    [Fact]
    public async Task A_connection_that_is_told_twice_is_recorded_once()
    {
        await using var delivery = await HostAsync();
        var connected = (await delivery.ConnectAsync("till-1")).Event;

        var again = await delivery.Get<SessionRegistrar>().RegisterAsync(connected, Cancellation);

        again.Replaced.ShouldBeEmpty();
        (await delivery.SessionsAsync()).ShouldBe([connected.ConnectionId]);
    }

    [Fact]
    public async Task A_revoked_device_is_not_recorded_with_a_token_from_before()
    {
        await using var delivery = await HostAsync();
        await delivery.Get<DeviceRevocations>().RevokeAsync("S1", "till-1", Cancellation);
        await delivery.Get<DeviceRevocations>().RevokeAsync("S1", "till-1", Cancellation);

        (await delivery.ConnectAsync("till-1")).Registration.IsRevoked.ShouldBeTrue();
        (await delivery.ConnectAsync("till-2")).Registration.IsRevoked.ShouldBeFalse();
        (await delivery.SessionsAsync()).Length.ShouldBe(1);
        delivery.Published<DeviceRevoked>().Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_revocation_whose_caller_lost_patience_is_told_when_the_broker_is_back()
    {
        await using var delivery = await HostAsync();
        var isBack = new TaskCompletionSource();
        delivery.Get<DeliveryHost.PublishedCommands>().MayGo = isBack.Task;
        using var patience = new CancellationTokenSource();
        var revoking = delivery.Get<DeviceRevocations>().RevokeAsync("S1", "till-1", patience.Token);
        await Bounded.UntilAsync(async () => (await delivery.Get<DeviceRevocations>().ListAsync(null, Cancellation)).Count == 1);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(revoking);
        delivery.Published<DeviceRevoked>().ShouldBeEmpty();

        isBack.SetResult();

        await Bounded.UntilAsync(() => Task.FromResult(delivery.Published<DeviceRevoked>().Length == 1));
    }

    [Fact]
    public async Task A_revocation_is_told_though_the_first_try_fails()
    {
        await using var delivery = await HostAsync();
        delivery.Get<DeliveryHost.PublishedCommands>().MayGo = Task.FromException(new InvalidOperationException("The transport is stopping."));
        var revoking = delivery.Get<DeviceRevocations>().RevokeAsync("S1", "till-1", Cancellation);
        await Bounded.UntilAsync(async () => (await delivery.Get<DeviceRevocations>().ListAsync(null, Cancellation)).Count == 1);

        delivery.Get<DeliveryHost.PublishedCommands>().MayGo = Task.CompletedTask;
        await Bounded.UntilAsync(() =>
        {
            delivery.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(revoking.IsCompleted);
        });

        await revoking;
        delivery.Published<DeviceRevoked>().Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_revocation_that_is_late_does_not_take_back_a_later_one()
    {
        await using var delivery = await HostAsync();
        var revocations = delivery.Get<DeviceRevocations>();
        await delivery.RevokeAsync(["till-1"], delivery.Clock.GetUtcNow().AddSeconds(5));

        await revocations.RevokeAsync("S1", "till-1", Cancellation);

        (await revocations.ListAsync(null, Cancellation)).Single().RevokedAt.ShouldBe(delivery.Clock.GetUtcNow().AddSeconds(5));
        delivery.Clock.Advance(TimeSpan.FromSeconds(6));
        await revocations.RevokeAsync("S1", "till-1", Cancellation);
        (await revocations.ListAsync(null, Cancellation)).Single().RevokedAt.ShouldBe(delivery.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Sessions_of_an_edge_that_fell_silent_are_removed_and_those_of_a_living_one_stay()
    {
        await using var delivery = await HostAsync();
        await ListenAsync(delivery);
        await HeartbeatAsync(delivery, "edge-1");
        await HeartbeatAsync(delivery, "edge-2");
        await delivery.ConnectAsync("till-1", "edge-1");
        var living = (await delivery.ConnectAsync("till-2", "edge-2")).Event;

        delivery.Clock.Advance(TimeSpan.FromSeconds(29));
        await HeartbeatAsync(delivery, "edge-2");
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).Length.ShouldBe(2);

        delivery.Clock.Advance(TimeSpan.FromSeconds(2));
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).ShouldBe([living.ConnectionId]);
    }

    [Fact]
    public async Task No_session_is_removed_because_the_broker_was_away()
    {
        await using var delivery = await HostAsync();
        await ListenAsync(delivery);
        await HeartbeatAsync(delivery, "edge-1");
        await delivery.ConnectAsync("till-1", "edge-1");

        await delivery.Get<QueueWatch>().Faulted(new ListenedQueue(Queues.Edges));
        delivery.Clock.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).Length.ShouldBe(1, "nothing can be heard");

        await ListenAsync(delivery);
        delivery.Clock.Advance(TimeSpan.FromSeconds(29));
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).Length.ShouldBe(1, "its heartbeat may be on the way");

        delivery.Clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_session_is_removed_because_the_database_was_away()
    {
        await using var delivery = await HostAsync();
        await ListenAsync(delivery);
        await HeartbeatAsync(delivery, "edge-1");
        await delivery.ConnectAsync("till-1", "edge-1");
        delivery.Clock.Advance(TimeSpan.FromMinutes(5));
        delivery.IsDatabaseAway = true;
        await SweepAsync<SessionReaper>(delivery).ShouldThrowAsync<TimeoutException>();

        delivery.IsDatabaseAway = false;
        await SweepAsync<SessionReaper>(delivery);
        delivery.Clock.Advance(TimeSpan.FromSeconds(29));
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).Length.ShouldBe(1, "its heartbeat may be held");

        delivery.Clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync<SessionReaper>(delivery);
        (await delivery.SessionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_edge_that_was_given_up_is_asked_to_report_its_connections()
    {
        await using var delivery = await HostAsync();
        await HeartbeatAsync(delivery, "edge-1");
        await HeartbeatAsync(delivery, "edge-1");
        delivery.Published<PrepareEdge>().Length.ShouldBe(1, "a known edge is asked once");
        await ListenAsync(delivery);
        delivery.Clock.Advance(TimeSpan.FromSeconds(31));
        await SweepAsync<SessionReaper>(delivery);

        await HeartbeatAsync(delivery, "edge-1");

        delivery.Published<PrepareEdge>().Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_edge_is_told_of_every_revocation_in_force_page_by_page()
    {
        await using var delivery = await HostAsync();
        string[] devices = [.. Enumerable.Range(0, DeviceRevocations.PageSize + 1).Select(number => $"till-{number}")];
        await delivery.RevokeAsync(devices, DeliveryHost.Start);
        await delivery.RevokeAsync(["of-last-year"], DeliveryHost.Start.AddDays(-366));

        await HeartbeatAsync(delivery, "edge-1");

        var pages = delivery.Published<PrepareEdge>();
        pages.Select(page => (page.Revocations.Count, page.HasMore)).ShouldBe([(DeviceRevocations.PageSize, true), (1, false)]);
        pages.SelectMany(page => page.Revocations).Select(revoked => revoked.DeviceId).ShouldBe(devices, ignoreOrder: true);
    }

    /// <summary>From now on the host hears its edges, and writes down what it hears.</summary>
    private static async Task ListenAsync(DeliveryHost delivery)
    {
        await delivery.Get<QueueWatch>().Ready(new ListenedQueue(Queues.Edges));
        await SweepAsync<SessionReaper>(delivery);
    }

    private static Task HeartbeatAsync(DeliveryHost delivery, string edgeId) =>
        new EdgeHeartbeatConsumer(
                delivery.Get<Persistence.Database>(),
                delivery.Get<DeviceRevocations>(),
                delivery.Get<EdgeCommands>(),
                delivery.Clock)
            .HeardAsync(new EdgeHeartbeat { EdgeId = edgeId, Starting = false }, Cancellation);
}
