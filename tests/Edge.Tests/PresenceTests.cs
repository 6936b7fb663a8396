using MassTransit;
using Microsoft.Extensions.Time.Testing;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Presence;
using StorePush.Edge.Push;
using StorePush.Edge.Revocations;
using StorePush.Edge.Sockets;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;
using StorePush.Hosting.Messaging;
using StorePush.Protocol;

namespace StorePush.Edge.Tests;

public sealed class PresenceTests : EdgeTest
{
    [Fact]
    public async Task A_device_whose_connection_breaks_is_reported_and_forgotten()
    {
        using var device = await RawDevice.ConnectAsync(Edge.SocketUrl(), Edge.TokenFor("s1", "d1"));
        var connected = await Edge.Delivery.NextAsync<DeviceConnected>();

        device.Reset();

        (await Edge.Delivery.NextAsync<DevicesDisconnected>()).ConnectionIds.Single().ShouldBe(connected.ConnectionId);
        Edge.Registry.Count.ShouldBe(0);
        Edge.Registry.Find("s1", "d1").ShouldBeNull();
    }

    [Fact]
    public async Task A_push_for_a_connection_that_is_gone_reports_it_and_reaches_the_others()
    {
        using var device = await Edge.ConnectLiveAsync();
        var gone = Guid.CreateVersion7();
        var push = Edge.A(Guid.CreateVersion7(), device) with { ConnectionIds = [gone, device.ConnectionId] };

        await Edge.PushAsync(push, push);

        await device.NextAsync("message", push.MessageId);
        Edge.Delivery.All<DevicesDisconnected>().Single().ConnectionIds.ShouldBe([gone]);
    }

    [Fact]
    public async Task A_message_that_is_cancelled_does_not_wait_for_the_report_of_who_is_gone()
    {
        Edge.Delivery.OnPublish = _ => new TaskCompletionSource().Task;
        using var message = new CancellationTokenSource();
        var reporting = Edge.Service<PresenceReporter>().ReportDisconnectedAsync(Guid.CreateVersion7(), message.Token);
        await Edge.Delivery.NextAsync<DevicesDisconnected>();

        await message.CancelAsync();

        await reporting.Soon();
    }

    [Fact]
    public async Task A_storm_of_devices_is_told_in_few_messages()
    {
        const int Devices = 20;
        var told = 0;
        var mayGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Edge.Delivery.OnPublish = message =>
        {
            if (message is DevicesConnected or DevicesDisconnected)
                Interlocked.Increment(ref told);
            return mayGo.Task;
        };

        var devices = await Task.WhenAll(Enumerable.Range(0, Devices).Select(number => Edge.OpenAsync(deviceId: $"d{number}")));
        mayGo.SetResult();
        await Bounded.UntilAsync(() => Task.FromResult(Edge.Delivery.All<DeviceConnected>().Count == Devices));
        told.ShouldBeLessThan(Devices / 2, "two were under way, and the others gathered meanwhile");

        foreach (var device in devices)
            device.Dispose();
        await Bounded.UntilAsync(() => Task.FromResult(Edge.Delivery.All<DevicesDisconnected>().Count == Devices));
        Edge.Delivery.All<DeviceConnected>().Select(report => report.DeviceId).Distinct().Count().ShouldBe(Devices);
    }

    [Fact]
    public async Task A_connection_for_which_nothing_is_pending_goes_live_and_one_that_is_gone_is_reported()
    {
        using var device = await Edge.ConnectAsync();
        var gone = Guid.CreateVersion7();
        var push = Edge.A(Guid.CreateVersion7(), device);
        await Edge.PushAsync(push);
        await device.NothingElseAsync();

        await Edge.CommandAsync(new NothingPending { EdgeId = EdgeProcess.Id, ConnectionIds = [gone, device.ConnectionId] });

        await device.NextAsync("message", push.MessageId);
        Edge.Delivery.All<DevicesDisconnected>().Single().ConnectionIds.ShouldBe([gone]);
    }

    [Fact]
    public async Task A_connection_is_reported_until_Delivery_has_it()
    {
        var away = true;
        Edge.Delivery.OnPublish = message =>
            message is DevicesConnected && away ? throw new BrokerUnavailableException() : Task.CompletedTask;
        using var device = await Edge.ConnectAsync();

        await Edge.PassTimeUntilAsync(() => Edge.Delivery.All<DeviceConnected>().Count == 3);
        away = false;
        await Edge.PassTimeUntilAsync(() => Edge.Delivery.All<DeviceConnected>().Count == 4);
        await Edge.CommandAsync(EdgeProcess.Page(device, Edge.A(Guid.CreateVersion7(), device)));

        await device.NextAsync("message");
    }

    [Fact]
    public async Task An_edge_that_is_prepared_reports_its_connections_again_and_knows_who_is_revoked()
    {
        using var first = await Edge.ConnectLiveAsync(deviceId: "d1");
        using var second = await Edge.ConnectLiveAsync(deviceId: "d2");
        var revokedToken = Edge.TokenFor("s1", "d3");
        using var revoked = await Edge.ConnectLiveAsync(deviceId: "d3");

        await Edge.CommandAsync(new PrepareEdge
        {
            EdgeId = EdgeProcess.Id,
            Revocations = [new() { StoreId = "s1", DeviceId = "d3", RevokedAt = Edge.Now }],
        });

        (await revoked.CloseCodeAsync()).ShouldBe(4403);
        using var refused = await Edge.HandshakeAsync(revokedToken, deviceId: "d3");
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        await Bounded.UntilAsync(() => Task.FromResult(
            Edge.Delivery.All<DeviceConnected>().Count(report => report.ConnectionId == first.ConnectionId) == 2
            && Edge.Delivery.All<DeviceConnected>().Count(report => report.ConnectionId == second.ConnectionId) == 2));
    }

    [Fact]
    public async Task An_edge_is_prepared_with_the_last_page_of_revocations()
    {
        using var device = await Edge.ConnectLiveAsync(deviceId: "d1");
        PrepareEdge Page(string deviceId, bool hasMore) => new()
        {
            EdgeId = EdgeProcess.Id,
            Revocations = [new() { StoreId = "s1", DeviceId = deviceId, RevokedAt = Edge.Now }],
            HasMore = hasMore,
        };

        await Edge.CommandAsync(Page("d2", hasMore: true));
        Edge.Delivery.All<DeviceConnected>().Count.ShouldBe(1);
        await Edge.CommandAsync(Page("d3", hasMore: false));

        (await Edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId.ShouldBe(device.ConnectionId);
        foreach (var deviceId in (string[])["d2", "d3"])
        {
            using var refused = await Edge.HandshakeAsync(Edge.TokenFor("s1", deviceId), deviceId: deviceId);
            refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public void A_revocation_that_no_token_can_fall_under_any_more_is_forgotten()
    {
        var clock = new FakeTimeProvider();
        var revocations = new RevocationList(new ConnectionRegistry(), clock);
        void Revoke(string deviceId) => revocations.Add(new() { StoreId = "s1", DeviceId = deviceId, RevokedAt = clock.GetUtcNow() });

        Revoke("d1");
        clock.Advance(TimeSpan.FromDays(364));
        Revoke("d2");
        revocations.Count.ShouldBe(2);
        clock.Advance(TimeSpan.FromDays(2));
        Revoke("d3");

        revocations.Count.ShouldBe(2);
        revocations.IsRevoked("s1", "d2", clock.GetUtcNow().AddDays(-2)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_edge_says_that_it_is_starting_until_it_was_prepared()
    {
        var heartbeats = new Heartbeats();
        Edge.Service<IBus>().ConnectPublishObserver(heartbeats);

        await Edge.PassTimeUntilAsync(() => heartbeats.Seen is { Starting: true });
        await Edge.CommandAsync(new PrepareEdge { EdgeId = EdgeProcess.Id, Revocations = [] });
        await Edge.PassTimeUntilAsync(() => heartbeats.Seen is { Starting: false });

        heartbeats.Seen.ShouldBe(new() { EdgeId = EdgeProcess.Id, Starting = false });
    }

    [Fact]
    public void Closing_a_connection_that_has_just_ended_does_no_harm()
    {
        var socket = System.Net.WebSockets.WebSocket.CreateFromStream(Stream.Null, new() { IsServer = true });
        var stream = new ActivityStream(Stream.Null, Edge.Clock);
        var device = new DeviceIdentity("s1", "d1", Edge.Now, Edge.Now.AddHours(1));
        var connection = new DeviceConnection(device, socket, stream, Edge.Service<RecentlySettled>(), new(), Edge.Clock);
        connection.Dispose();

        Should.NotThrow(() => connection.Close(CloseCode.HeartbeatTimeout));
    }

    private sealed class Heartbeats : IPublishObserver
    {
        public EdgeHeartbeat? Seen { get; private set; }

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class
        {
            if (context.Message is EdgeHeartbeat heartbeat)
                Seen = heartbeat;
            return Task.CompletedTask;
        }

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
