using System.Net;
using System.Net.WebSockets;
using System.Text;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;
using StorePush.Protocol;

namespace StorePush.Edge.Tests;

public sealed class ClosingTests : EdgeTest
{
    public static TheoryData<string> NoFrames =>
    [
        "", " ", "hello", "7", "null", "[]", """["type","ping"]""", "\"ping\"", "{", """{"type":"ping"} {}""", """{"type":"ping",}""",
        "{}", """{"type":null}""", """{"type":7}""", """{"id":"01890a5d-ac96-774b-bcce-b302099a8057"}""", """{"type":"\ud800"}""",
        """{"type":"x","a":""" + new string('[', 100) + new string(']', 100) + "}",
    ];

    [Fact]
    public async Task A_device_that_closes_is_answered_with_1000_and_reported()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);

        (await device.CloseCodeAsync()).ShouldBe(1000);
        var report = await Edge.Delivery.NextAsync<DevicesDisconnected>();
        (report.EdgeId, report.ConnectionIds.Single()).ShouldBe((EdgeProcess.Id, device.ConnectionId));
        Edge.Registry.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_frame_that_is_too_big_is_closed_with_1009()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.SendAsync("""{"type":"ping"}""".PadRight(4097));

        (await device.CloseCodeAsync()).ShouldBe(1009);
    }

    [Fact]
    public async Task A_frame_that_is_too_big_in_all_its_fragments_is_closed_with_1009()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.SendAsync("""{"type":"ping"}""".PadRight(2048), isLast: false);
        await device.SendAsync(new string(' ', 2048), isLast: false);
        await device.SendAsync(" ", isLast: false);

        (await device.CloseCodeAsync()).ShouldBe(1009);
    }

    [Fact]
    public async Task A_huge_frame_is_closed_with_1009_and_passed_over_quickly()
    {
        using var device = await Edge.ConnectLiveAsync();
        var part = new byte[1024 * 1024];

        await SendAsync().Soon();

        (await device.CloseCodeAsync()).ShouldBe(1009);

        async Task SendAsync()
        {
            for (var sent = 0; sent < 64; sent++)
                await device.SendAsync(part, WebSocketMessageType.Binary, isLast: false);
        }
    }

    [Theory]
    [MemberData(nameof(NoFrames))]
    public async Task What_is_no_frame_is_called_an_error_and_closed_with_4400(string text)
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.SendAsync(text);

        (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("malformed");
        (await device.CloseCodeAsync()).ShouldBe(4400);
    }

    [Fact]
    public async Task A_binary_frame_is_closed_with_4400()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);

        (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("malformed");
        (await device.CloseCodeAsync()).ShouldBe(4400);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_ends_the_connection()
    {
        using var device = await RawDevice.ConnectAsync(Edge.SocketUrl(), Edge.TokenFor("s1", "d1"));

        await device.SendAsync(RawDevice.Text, [.. "{\"type\":\"ping\",\"a\":\""u8, 0xFF, .. "\"}"u8]);

        await device.EndAsync();
        await Edge.Delivery.NextAsync<DevicesDisconnected>();
    }

    [Fact]
    public async Task Too_many_bad_acks_are_closed_with_4400()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxBadFrames=3");
        using var device = await edge.ConnectLiveAsync();

        for (var sent = 1; sent <= 3; sent++)
        {
            await device.SendAsync("""{"type":"ack"}""");
            (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("bad_ack");
        }

        (await device.CloseCodeAsync()).ShouldBe(4400);
    }

    [Fact]
    public async Task A_token_that_expires_while_connected_is_closed_with_4401_within_30_seconds()
    {
        var lifetime = TimeSpan.FromSeconds(10);
        using var device = await Edge.ConnectLiveAsync(token: Edge.TokenFor("s1", "d1", lifetime));

        var connectedFor = TimeSpan.Zero;
        while (Edge.Registry.Find(device.ConnectionId) is { ClosedWith: null })
        {
            await device.NothingElseAsync();
            Edge.Clock.Advance(TimeSpan.FromSeconds(1));
            connectedFor += TimeSpan.FromSeconds(1);
            await Bounded.UntilAsync(() => Task.FromResult(!IsOverdue()));
        }

        (await device.CloseCodeAsync()).ShouldBe(4401);
        connectedFor.ShouldBeInRange(lifetime - TimeSpan.FromSeconds(1), lifetime + TimeSpan.FromSeconds(1));

        bool IsOverdue() =>
            connectedFor > lifetime && Edge.Registry.Find(device.ConnectionId) is { ClosedWith: null };
    }

    [Fact]
    public async Task A_device_that_connects_again_replaces_its_old_connection_which_is_closed_with_4409()
    {
        using var old = await Edge.ConnectLiveAsync();
        using var latest = await Edge.ConnectLiveAsync();

        (await old.CloseCodeAsync()).ShouldBe(4409);

        (await Edge.Delivery.NextAsync<DevicesDisconnected>()).ConnectionIds.Single().ShouldBe(old.ConnectionId);
        await latest.NothingElseAsync();
        Edge.Registry.All.Single().Id.ShouldBe(latest.ConnectionId);
        Edge.Registry.Find("s1", "d1")!.Id.ShouldBe(latest.ConnectionId);
    }

    [Theory]
    [InlineData(4403)]
    [InlineData(4409)]
    public async Task Delivery_can_close_a_connection(int code)
    {
        using var device = await Edge.ConnectLiveAsync();

        await Edge.CommandAsync(new CloseConnection { EdgeId = EdgeProcess.Id, ConnectionId = device.ConnectionId, Code = code });

        (await device.CloseCodeAsync()).ShouldBe(code);
    }

    [Fact]
    public async Task A_device_that_Delivery_sends_away_is_told_when_to_come_back()
    {
        using var device = await Edge.ConnectLiveAsync();

        await Edge.CommandAsync(new CloseConnection { EdgeId = EdgeProcess.Id, ConnectionId = device.ConnectionId, Code = 1012 });

        (await device.NextAsync("reconnect")).GetProperty("afterMs").GetInt32().ShouldBeInRange(0, 1_000);
        (await device.CloseCodeAsync()).ShouldBe(1012);
    }

    [Fact]
    public async Task A_revoked_device_is_closed_with_4403_and_let_in_with_a_newer_token_only()
    {
        var revokedToken = Edge.TokenFor("s1", "d1");
        using var device = await Edge.ConnectLiveAsync(token: revokedToken);
        using var other = await Edge.ConnectLiveAsync(deviceId: "d2");

        await Edge.CommandAsync(new DeviceRevoked { StoreId = "s1", DeviceId = "d1", RevokedAt = Edge.Now });

        (await device.CloseCodeAsync()).ShouldBe(4403);
        using var refused = await Edge.HandshakeAsync(revokedToken);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        Edge.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var back = await Edge.ConnectLiveAsync();
        await back.NothingElseAsync();
        await other.NothingElseAsync();
    }

    [Fact]
    public async Task A_revocation_that_comes_late_leaves_a_newer_token_alone()
    {
        var revokedAt = Edge.Now;
        Edge.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var device = await Edge.ConnectLiveAsync();

        await Edge.CommandAsync(new DeviceRevoked { StoreId = "s1", DeviceId = "d1", RevokedAt = revokedAt });

        await device.NothingElseAsync();
    }

    [Fact]
    public async Task When_too_much_waits_for_all_together_the_device_for_which_most_waits_is_closed_with_4429()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxQueuedBytesInAll=16000000", "--Edge:MaxQueuedBytes=100000000");
        using var slow = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"), receiveBuffer: 4096);
        var slowest = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        using var other = await RawDevice.ConnectAsync(edge.SocketUrl(deviceId: "d2"), edge.TokenFor("s1", "d2"), receiveBuffer: 4096);
        var next = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        await FillAsync(edge, next, 6_000_000);
        await FillAsync(edge, slowest, 12_000_000);

        await edge.PassTimeUntilAsync(() => slowest.ClosedWith is not null);

        slowest.ClosedWith.ShouldBe(CloseCode.TooSlow);
        next.ClosedWith.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_held_for_a_device_that_does_not_read_its_backlog_counts_too()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxQueuedBytesInAll=16000000", "--Edge:MaxQueuedBytes=100000000");
        using var device = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"), receiveBuffer: 4096);
        var connection = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        await edge.CommandAsync(new PushToStore
        {
            EdgeId = EdgeProcess.Id,
            Pushes = [.. Enumerable.Range(0, 10).Select(_ => Big(edge, connection))],
            ReplayOf = connection.Id,
            Next = new() { AcceptedAt = edge.Now, MessageId = Guid.CreateVersion7() },
        });
        for (var megabytes = 0; megabytes < 16; megabytes++)
            await edge.PushAsync(Big(edge, connection));

        await edge.PassTimeUntilAsync(() => connection.ClosedWith is not null);

        connection.ClosedWith.ShouldBe(CloseCode.TooSlow);
    }

    [Theory]
    [InlineData("--Edge:MaxQueuedFrames=10", "--Delivery:ReplayPage=1")]
    [InlineData("--Edge:MaxQueuedBytes=2000000")]
    public async Task A_device_that_does_not_read_is_closed_with_4429_and_the_others_are_not_held_up(params string[] limit)
    {
        await using var edge = await EdgeProcess.StartAsync(limit);
        using var device = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"), receiveBuffer: 4096);
        var connection = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        using var other = await edge.ConnectLiveAsync(deviceId: "d2");
        var frame = RawJson.Parse($$"""{"type":"message","order":{"note":"{{new string('x', 500_000)}}"} }""");
        connection.Feed.GoLive();

        await Bounded.UntilAsync(async () =>
        {
            await edge.PushAsync(edge.A(Guid.CreateVersion7()) with { ConnectionIds = [connection.Id], Frame = frame });
            return connection.ClosedWith is not null;
        });
        var id = Guid.CreateVersion7();
        await edge.PushAsync(edge.A(id, other));

        await other.NextAsync("message", id);
        (await device.CloseCodeAsync()).ShouldBe(4429);
    }

    [Theory]
    [InlineData(4401)]
    [InlineData(4403)]
    public async Task What_a_device_says_after_it_was_barred_does_not_count(int code)
    {
        using var barred = await ClosedAsync(code);
        using var other = await Edge.ConnectLiveAsync(deviceId: "d2");

        await AckAndEndAsync(barred);
        await other.AckAsync(Guid.CreateVersion7());

        (await Edge.Delivery.NextAsync<DeviceAcknowledged>()).DeviceId.ShouldBe("d2");
    }

    [Fact]
    public async Task A_device_that_is_revoked_while_it_is_sent_away_does_not_count_either()
    {
        using var barred = await ClosedAsync(1012);
        using var other = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.CommandAsync(new DeviceRevoked { StoreId = "s1", DeviceId = "d1", RevokedAt = Edge.Now });

        await AckAndEndAsync(barred);
        await other.AckAsync(Guid.CreateVersion7());

        (await Edge.Delivery.NextAsync<DeviceAcknowledged>()).DeviceId.ShouldBe("d2");
    }

    [Theory]
    [InlineData(1012)]
    [InlineData(4409)]
    [InlineData(4429)]
    public async Task A_device_that_was_closed_for_another_reason_may_still_acknowledge(int code)
    {
        using var device = await ClosedAsync(code);

        await AckAndEndAsync(device);

        (await Edge.Delivery.NextAsync<DeviceAcknowledged>()).DeviceId.ShouldBe("d1");
    }

    [Fact]
    public async Task A_device_that_never_answers_the_close_is_cut()
    {
        using var device = await RawDevice.ConnectAsync(Edge.SocketUrl(), Edge.TokenFor("s1", "d1"));
        await device.SendAsync(RawDevice.Text, Encoding.UTF8.GetBytes("nonsense"));
        (await device.CloseCodeAsync()).ShouldBe(4400);

        var end = device.EndAsync();
        var patience = await Edge.PassTimeUntilAsync(() => end.IsCompleted);

        patience.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
        await Edge.Delivery.NextAsync<DevicesDisconnected>();
        Edge.Registry.Count.ShouldBe(0);
    }

    /// <summary>A device that was sent the close frame, and has not answered it.</summary>
    private async Task<RawDevice> ClosedAsync(int code)
    {
        var device = await RawDevice.ConnectAsync(Edge.SocketUrl(), Edge.TokenFor("s1", "d1"));
        var connectionId = (await Edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId;
        await Edge.CommandAsync(new CloseConnection { EdgeId = EdgeProcess.Id, ConnectionId = connectionId, Code = code });
        (await device.CloseCodeAsync()).ShouldBe(code);
        return device;
    }

    /// <summary>The report of the end comes when the edge has handled everything before it.</summary>
    private async Task AckAndEndAsync(RawDevice device)
    {
        await device.SendAsync(RawDevice.Text, Encoding.UTF8.GetBytes($$"""{"type":"ack","id":"{{Guid.CreateVersion7()}}"}"""));
        await device.SendAsync(RawDevice.Close, [0x03, 0xE8]);
        await Edge.Delivery.NextAsync<DevicesDisconnected>();
    }

    /// <summary>Sends more to a device that does not read than fits into what the system keeps for it.</summary>
    private static async Task FillAsync(EdgeProcess edge, DeviceConnection connection, int bytes)
    {
        connection.Feed.GoLive();
        while (connection.WaitingBytes < bytes)
            await edge.PushAsync(Big(edge, connection));
    }

    /// <summary>A push of a megabyte and a little.</summary>
    private static MessagePush Big(EdgeProcess edge, DeviceConnection connection) => edge.A(Guid.CreateVersion7()) with
    {
        ConnectionIds = [connection.Id],
        Frame = RawJson.Parse($$"""{"type":"message","order":{"note":"{{new string('x', 1_000_000)}}"} }"""),
    };
}
