using StorePush.Contracts;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Tests;

public sealed class ReplayTests : EdgeTest
{
    private readonly Guid[] _ids = [.. Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public async Task Pages_are_sent_in_order_and_each_is_asked_for_where_the_one_before_ended()
    {
        using var device = await Edge.ConnectAsync();

        await Edge.CommandAsync(Page(device, [0, 1]) with { Next = After(1) });
        await device.NextAsync("message", _ids[0]);
        await device.NextAsync("message", _ids[1]);
        var request = await Edge.Delivery.NextAsync<ReplayRequested>();
        await Edge.CommandAsync(Page(device, [2]) with { After = After(1) });
        await device.NextAsync("message", _ids[2]);

        request.ShouldBe(new()
        {
            EdgeId = EdgeProcess.Id,
            StoreId = "s1",
            ConnectionId = device.ConnectionId,
            After = After(1),
        });
        await device.NothingElseAsync();
        Edge.Delivery.All<ReplayRequested>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_page_is_not_asked_for_before_the_device_has_read_this_one()
    {
        const int FrameBytes = 1_200_000;
        using var device = await RawDevice.ConnectAsync(Edge.SocketUrl(), Edge.TokenFor("s1", "d1"), receiveBuffer: 4096);
        var connected = await Edge.Delivery.NextAsync<DeviceConnected>();
        var big = RawJson.Parse($$"""{"type":"message","order":{"note":"{{new string('x', FrameBytes)}}"} }""");
        MessagePush[] pushes = [.. _ids.Select(id => Edge.A(id) with { Frame = big })];

        await Edge.CommandAsync(new PushToStore
        {
            EdgeId = EdgeProcess.Id,
            Pushes = pushes,
            ReplayOf = connected.ConnectionId,
            Next = After(5),
        });

        Edge.Delivery.All<ReplayRequested>().ShouldBeEmpty();
        foreach (var _ in pushes.Prepend(null))
            await device.ReadAsync();
        (await Edge.Delivery.NextAsync<ReplayRequested>()).After.ShouldBe(After(5));
    }

    [Fact]
    public async Task Live_pushes_wait_for_the_replay_and_are_sent_once()
    {
        using var device = await Edge.ConnectAsync();

        await Edge.PushAsync(Edge.A(_ids[2], device), Edge.A(_ids[3], device));
        await device.NothingElseAsync();
        await Edge.CommandAsync(Page(device, [0, 1, 2]));

        foreach (var id in _ids[..4])
            await device.NextAsync("message", id);
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task Live_pushes_wait_for_the_last_page()
    {
        using var device = await Edge.ConnectAsync();

        await Edge.CommandAsync(Page(device, [0]) with { Next = After(0) });
        await device.NextAsync("message", _ids[0]);
        await Edge.Delivery.NextAsync<ReplayRequested>();
        await Edge.PushAsync(Edge.A(_ids[0], device), Edge.A(_ids[2], device));
        await device.NothingElseAsync();
        await Edge.CommandAsync(Page(device, [1]) with { After = After(0) });

        await device.NextAsync("message", _ids[1]);
        await device.NextAsync("message", _ids[2]);
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task Live_pushes_that_wait_for_the_replay_take_half_of_the_room_and_what_is_more_comes_with_the_next_push()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxQueuedBytes=2000000");
        using var device = await edge.ConnectAsync();
        var large = RawJson.Parse($$"""{"type":"message","id":"{{_ids[0]}}","order":{"note":"{{new string('x', 600_000)}}"} }""");

        await edge.PushAsync(edge.A(_ids[0], device) with { Frame = large });
        await edge.PushAsync(edge.A(_ids[1], device) with { Frame = large });
        await edge.PushAsync(edge.A(_ids[2], device));
        edge.Registry.Find(device.ConnectionId)!.WaitingBytes.ShouldBeInRange(600_000, 1_000_000);
        await edge.CommandAsync(EdgeProcess.Page(device));
        await device.NextAsync("message", _ids[0]);
        await device.NextAsync("message", _ids[2]);
        await device.NothingElseAsync();
        await edge.PushAsync(edge.A(_ids[1], device) with { IsRepeat = true });

        await device.NextAsync("message", _ids[1]);
    }

    [Fact]
    public async Task The_largest_page_and_all_that_waited_for_it_fit_into_the_least_room()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxQueuedFrames=408", "--Edge:MaxQueuedBytes=2000000");
        using var device = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"), receiveBuffer: 4096);
        var connection = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        MessagePush A(int bytes) => edge.A(Guid.CreateVersion7()) with
        {
            ConnectionIds = [connection.Id],
            Frame = RawJson.Parse($$"""{"type":"message","note":"{{new string('x', bytes)}}"}"""),
        };

        await edge.PushAsync([.. Enumerable.Range(0, 400).Select(_ => A(4_750))]);
        await edge.CommandAsync(new PushToStore
        {
            EdgeId = EdgeProcess.Id,
            Pushes = [.. Enumerable.Range(0, 200).Select(_ => A(4_250))],
            ReplayOf = connection.Id,
        });

        connection.ClosedWith.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_settled_while_it_waits_for_the_replay_takes_no_room_any_more()
    {
        using var device = await Edge.ConnectAsync();
        var feed = Edge.Registry.Find(device.ConnectionId)!.Feed;

        await Edge.PushAsync(Edge.A(_ids[0], device), Edge.A(_ids[1], device));
        var both = feed.HeldBytes;
        await Edge.SettleAsync(_ids[0], "d9", device);

        feed.HeldBytes.ShouldBe(both / 2);
        await Edge.CommandAsync(Page(device, []));
        await device.NextAsync("message", _ids[1]);
        feed.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public async Task When_a_page_is_overdue_live_pushes_are_let_through_and_the_replay_is_asked_for_again()
    {
        using var device = await Edge.ConnectAsync();
        await Edge.PushAsync(Edge.A(_ids[1], device));

        var patience = await Edge.PassTimeUntilAsync(() => Edge.Delivery.All<DeviceConnected>().Count == 2);

        patience.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
        await device.NextAsync("message", _ids[1]);
        (await Edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId.ShouldBe(device.ConnectionId);
        await Edge.PushAsync(Edge.A(_ids[2], device));
        await device.NextAsync("message", _ids[2]);
        await Edge.CommandAsync(Page(device, [0]));
        await device.NextAsync("message", _ids[0]);
    }

    [Fact]
    public async Task A_replay_that_is_never_answered_is_asked_for_less_and_less_often()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:HeartbeatSeconds=49");
        using var device = await edge.ConnectAsync();

        var first = await edge.PassTimeUntilAsync(() => edge.Delivery.All<DeviceConnected>().Count == 2);
        var second = await edge.PassTimeUntilAsync(() => edge.Delivery.All<DeviceConnected>().Count == 3);

        first.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
        second.ShouldBeGreaterThan(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Reports_that_did_not_get_through_cost_no_patience_with_the_one_that_did()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:HeartbeatSeconds=49");
        var reports = 0;
        edge.Delivery.OnPublish = message =>
            message is DevicesConnected && Interlocked.Increment(ref reports) <= 5 ? throw new BrokerUnavailableException() : Task.CompletedTask;
        using var device = await edge.ConnectAsync();
        await edge.PassTimeUntilAsync(() => edge.Delivery.All<DeviceConnected>().Count == 6);

        var patience = await edge.PassTimeUntilAsync(() => edge.Delivery.All<DeviceConnected>().Count == 7);

        patience.ShouldBeLessThan(TimeSpan.FromSeconds(40), "if each of them had doubled it, it would be 160");
    }

    [Fact]
    public async Task A_late_copy_of_the_last_page_is_dropped()
    {
        using var device = await Edge.ConnectAsync();

        await Edge.CommandAsync(Page(device, [0]));
        await Edge.CommandAsync(Page(device, [0]));

        await device.NextAsync("message", _ids[0]);
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_late_copy_of_an_answer_is_not_taken_for_the_page_that_is_awaited()
    {
        using var device = await Edge.ConnectAsync();
        var first = Page(device, [0, 1]) with { Next = After(1) };

        await Edge.CommandAsync(first);
        await Edge.Delivery.NextAsync<ReplayRequested>();
        await Edge.CommandAsync(first);
        await Edge.CommandAsync(new NothingPending { EdgeId = EdgeProcess.Id, ConnectionIds = [device.ConnectionId] });
        await Edge.PushAsync(Edge.A(_ids[3], device));
        await Edge.CommandAsync(Page(device, [2]) with { After = After(1) });

        foreach (var id in _ids[..4])
            await device.NextAsync("message", id);
        await device.NothingElseAsync();
        Edge.Delivery.All<ReplayRequested>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_settled_or_has_expired_is_left_out_of_the_replay()
    {
        using var device = await Edge.ConnectAsync();
        await Edge.PushAsync(Edge.A(_ids[1], device));
        await Edge.SettleAsync(_ids[0], "d9", device);
        await Edge.SettleAsync(_ids[1], "d9", device);

        var page = Page(device, [0, 2, 3]);
        await Edge.CommandAsync(page with
        {
            Pushes = [page.Pushes[0], page.Pushes[1] with { ExpiresAt = Edge.Now }, page.Pushes[2]],
        });

        await device.NextAsync("message", _ids[3]);
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_page_for_a_connection_that_is_gone_reports_it_as_disconnected()
    {
        var gone = Guid.CreateVersion7();

        await Edge.CommandAsync(new PushToStore { EdgeId = EdgeProcess.Id, Pushes = [], ReplayOf = gone });

        Edge.Delivery.All<DevicesDisconnected>().Single().ConnectionIds.ShouldBe([gone]);
    }

    private PushToStore Page(Device device, int[] messages) =>
        EdgeProcess.Page(device, [.. messages.Select(index => Edge.A(_ids[index], device))]);

    private ReplayCursor After(int message) => new() { AcceptedAt = Edge.Now.AddMinutes(message), MessageId = _ids[message] };
}
