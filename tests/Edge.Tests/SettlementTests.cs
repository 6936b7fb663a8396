namespace StorePush.Edge.Tests;

public sealed class SettlementTests : EdgeTest
{
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task The_other_devices_that_were_sent_the_message_are_told_and_nobody_else()
    {
        using var acking = await Edge.ConnectLiveAsync(deviceId: "d1");
        using var other = await Edge.ConnectLiveAsync(deviceId: "d2");
        using var neverSent = await Edge.ConnectLiveAsync(deviceId: "d3");
        await Edge.PushAsync(Edge.A(_id, acking, other));
        await acking.NextAsync("message", _id);
        await other.NextAsync("message", _id);

        await Edge.SettleAsync(_id, "d1", acking, other, neverSent);

        (await other.NextTextAsync()).ShouldBe($$"""{"type":"settled","id":"{{_id}}","status":"delivered","by":"d1"}""");
        await acking.NothingElseAsync();
        await neverSent.NothingElseAsync();
    }

    [Fact]
    public async Task Of_an_expiry_every_device_is_told_that_was_sent_the_message()
    {
        using var first = await Edge.ConnectLiveAsync(deviceId: "d1");
        using var second = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, first, second));
        await first.NextAsync("message", _id);
        await second.NextAsync("message", _id);

        await Edge.SettleAsync(_id, by: null, first, second);

        (await first.NextTextAsync()).ShouldBe($$"""{"type":"settled","id":"{{_id}}","status":"expired"}""");
        (await second.NextTextAsync()).ShouldBe($$"""{"type":"settled","id":"{{_id}}","status":"expired"}""");
    }

    [Fact]
    public async Task A_device_is_told_once()
    {
        using var device = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);

        await Edge.SettleAsync(_id, "d1", device);
        await Edge.SettleAsync(_id, "d1", device);

        await device.NextAsync("settled", _id);
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_device_that_acknowledged_too_but_not_first_learns_who_was_first()
    {
        using var device = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);
        await device.AckAsync(_id);
        await device.NextAsync("ack.ok", _id);

        await Edge.SettleAsync(_id, "d1", device);
        await Edge.SettleAsync(_id, "d1", device);

        (await device.NextAsync("settled", _id)).GetProperty("by").GetString().ShouldBe("d1");
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_device_that_acknowledged_in_time_is_not_told_of_an_expiry_but_who_was_first()
    {
        using var device = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);
        await device.AckAsync(_id);
        await device.NextAsync("ack.ok", _id);

        await Edge.SettleAsync(_id, by: null, device);
        await Edge.SettleAsync(_id, "d1", device);

        (await device.NextAsync("settled", _id)).GetProperty("status").GetString().ShouldBe("delivered");
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_device_that_acknowledged_too_late_is_told_of_the_expiry()
    {
        using var device = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, device) with { ExpiresAt = Edge.Now.AddSeconds(1) });
        await device.NextAsync("message", _id);
        Edge.Clock.Advance(TimeSpan.FromSeconds(1));
        await device.AckAsync(_id);
        await device.NextAsync("ack.ok", _id);

        await Edge.SettleAsync(_id, by: null, device);

        (await device.NextAsync("settled", _id)).GetProperty("status").GetString().ShouldBe("expired");
    }

    [Fact]
    public async Task What_was_sent_in_the_replay_is_settled_too()
    {
        using var device = await Edge.ConnectAsync(deviceId: "d2");
        await Edge.CommandAsync(Running.EdgeProcess.Page(device, Edge.A(_id, device)));
        await device.NextAsync("message", _id);

        await Edge.SettleAsync(_id, "d1", device);

        await device.NextAsync("settled", _id);
    }

    [Fact]
    public async Task A_push_that_comes_after_the_settlement_is_dropped()
    {
        using var device = await Edge.ConnectLiveAsync();

        await Edge.SettleAsync(_id, "d9", device);
        await Edge.PushAsync(Edge.A(_id, device));

        await device.NothingElseAsync();
    }

    [Fact]
    public async Task An_order_that_is_placed_anew_long_after_its_settlement_rings()
    {
        using var device = await Edge.ConnectLiveAsync();
        await Edge.SettleAsync(_id, "d9", device);
        Edge.Clock.Advance(TimeSpan.FromMinutes(11));
        using var later = await Edge.ConnectLiveAsync();

        await Edge.PushAsync(Edge.A(_id, later));

        await later.NextAsync("message", _id);
    }

    [Fact]
    public async Task A_push_that_Delivery_repeats_because_the_acknowledgement_waits_in_its_queue_is_not_sent()
    {
        using var device = await Edge.ConnectLiveAsync();
        await Edge.SettleAsync(_id, "d9", device);
        Edge.Clock.Advance(TimeSpan.FromMinutes(5));
        using var later = await Edge.ConnectLiveAsync();

        await Edge.PushAsync(Edge.A(_id, later));

        await later.NothingElseAsync();
    }

    [Fact]
    public async Task A_settlement_hides_no_message_of_another_store()
    {
        using var device = await Edge.ConnectLiveAsync("s2");

        await Edge.SettleAsync(_id, "d9");
        await Edge.PushAsync(Edge.A(_id, device) with { StoreId = "s2" });

        await device.NextAsync("message", _id);
    }

    [Fact]
    public async Task A_settlement_for_a_connection_that_is_gone_does_no_harm()
    {
        using var device = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);
        using var gone = new Devices.Device(new()) { ConnectionId = Guid.CreateVersion7() };

        await Edge.SettleAsync(_id, "d1", gone, device);

        await device.NextAsync("settled", _id);
    }
}
