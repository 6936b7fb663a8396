using StorePush.Edge.Tests.Devices;

namespace StorePush.Edge.Tests;

public sealed class MessageTests : EdgeTest
{
    [Fact]
    public async Task The_first_frame_is_hello_with_what_the_device_needs()
    {
        using var device = new Device(new());
        device.Socket.Options.SetRequestHeader("Authorization", $"Bearer {Edge.TokenFor("s1", "d1")}");
        await device.Socket.ConnectAsync(Edge.SocketUrl(), Cancel);

        var hello = await device.NextAsync("hello");

        hello.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["type", "connectionId", "heartbeatSeconds", "serverTime"], ignoreOrder: true);
        hello.GetProperty("connectionId").GetGuid().ShouldBe(Edge.Registry.Find("s1", "d1")!.Id);
        hello.GetProperty("heartbeatSeconds").GetInt32().ShouldBe(25);
        hello.GetProperty("serverTime").GetString().ShouldBe("2026-01-31T12:00:00.125Z");
    }

    [Fact]
    public async Task A_connection_is_reported_with_the_device_of_its_token()
    {
        using var device = await Edge.ConnectAsync("s1", "d1");

        var reported = Edge.Delivery.All<Contracts.DeviceConnected>().Single();

        reported.EdgeId.ShouldBe("edge-1");
        (reported.StoreId, reported.DeviceId).ShouldBe(("s1", "d1"));
        reported.ConnectedAt.ShouldBe(Edge.Now);
        reported.TokenIssuedAt.ShouldBe(Edge.Now);
    }

    [Fact]
    public async Task A_message_is_forwarded_byte_for_byte()
    {
        using var device = await Edge.ConnectLiveAsync();
        var push = Edge.A(Guid.CreateVersion7(), device);

        await Edge.PushAsync(push);

        (await device.NextTextAsync()).ShouldBe(push.Frame.ToString());
    }

    [Fact]
    public async Task Messages_are_sent_in_the_order_of_the_command()
    {
        using var device = await Edge.ConnectLiveAsync();
        Guid[] ids = [.. Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7())];

        await Edge.PushAsync([.. ids.Select(id => Edge.A(id, device))]);

        foreach (var id in ids)
            await device.NextAsync("message", id);
    }

    [Fact]
    public async Task A_message_goes_to_the_named_connections_and_to_no_other()
    {
        using var first = await Edge.ConnectLiveAsync(deviceId: "d1");
        using var second = await Edge.ConnectLiveAsync(deviceId: "d2");
        using var third = await Edge.ConnectLiveAsync(deviceId: "d3");
        var id = Guid.CreateVersion7();

        await Edge.PushAsync(Edge.A(id, first, third));

        await first.NextAsync("message", id);
        await third.NextAsync("message", id);
        await second.NothingElseAsync();
    }

    [Fact]
    public async Task A_message_that_nobody_acknowledges_is_sent_again_by_a_repeated_push()
    {
        using var device = await Edge.ConnectLiveAsync();
        var id = Guid.CreateVersion7();

        await Edge.PushAsync(Edge.A(id, device));
        await Edge.PushAsync(Edge.A(id, device) with { IsRepeat = true });

        await device.NextAsync("message", id);
        await device.NextAsync("message", id);
    }

    [Fact]
    public async Task A_repeated_push_that_the_broker_brings_twice_is_sent_once()
    {
        using var device = await Edge.ConnectLiveAsync();
        var id = Guid.CreateVersion7();

        await Edge.PushAsync(Edge.A(id, device) with { Push = 1 });
        await Edge.PushAsync(Edge.A(id, device) with { IsRepeat = true, Push = 2 });
        await Edge.PushAsync(Edge.A(id, device) with { IsRepeat = true, Push = 2 });
        await device.NextAsync("message", id);
        await device.NextAsync("message", id);
        await device.NothingElseAsync();

        await Edge.PushAsync(Edge.A(id, device) with { IsRepeat = true, Push = 3 });
        await device.NextAsync("message", id);
    }

    [Fact]
    public async Task A_message_that_comes_by_two_ways_at_once_is_sent_once()
    {
        using var device = await Edge.ConnectLiveAsync();
        var id = Guid.CreateVersion7();

        await Edge.PushAsync(Edge.A(id, device));
        await Edge.PushAsync(Edge.A(id, device));

        await device.NextAsync("message", id);
        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_push_that_has_expired_is_dropped()
    {
        using var device = await Edge.ConnectLiveAsync();
        var last = Edge.A(Guid.CreateVersion7(), device) with { ExpiresAt = Edge.Now.AddMilliseconds(1) };

        await Edge.PushAsync(Edge.A(Guid.CreateVersion7(), device) with { ExpiresAt = Edge.Now }, last);

        await device.NextAsync("message", last.MessageId);
        await device.NothingElseAsync();
    }

    [Theory]
    [InlineData("""{"type":"ping","since":{"a":[1,{"type":"ack"}]},"id":7}""")]
    [InlineData("""{ "more": null, "type" : "ping" }""")]
    [InlineData("""{"type":"\u0070ing"}""")]
    public async Task Ping_is_answered_with_pong_whatever_else_it_says(string ping)
    {
        using var device = await Edge.ConnectAsync();

        await device.SendAsync(ping);

        (await device.NextTextAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Theory]
    [InlineData("""{"type":"later","id":"of course"}""")]
    [InlineData("""{"type":"PING"}""")]
    [InlineData("""{"type":""}""")]
    public async Task Frames_of_unknown_types_are_ignored(string frame)
    {
        using var device = await Edge.ConnectAsync();

        await device.SendAsync(frame);

        await device.NothingElseAsync();
    }

    [Fact]
    public async Task A_device_frame_of_4_KiB_is_taken()
    {
        using var device = await Edge.ConnectAsync();

        await device.SendAsync("""{"type":"ping"}""".PadRight(4096));

        await device.NextAsync("pong");
    }

    [Fact]
    public async Task A_device_frame_may_come_in_fragments()
    {
        using var device = await Edge.ConnectAsync();

        await device.SendAsync("", isLast: false);
        await device.SendAsync("""{"ty""", isLast: false);
        await device.SendAsync("", isLast: false);
        await device.SendAsync("""pe":"ping"}""", isLast: false);
        await device.SendAsync("");

        await device.NextAsync("pong");
    }

    [Fact]
    public async Task What_is_counted_can_be_read_as_metrics()
    {
        using var device = await Edge.ConnectLiveAsync();
        await Edge.PushAsync(Edge.A(Guid.CreateVersion7(), device));

        using var answer = await Edge.GetAsync("/metrics");
        var lines = await answer.Content.ReadAsStringAsync(Cancel);

        lines.ShouldContain("\nstorepush_edge_connections{");
        lines.ShouldContain("\nstorepush_edge_messages_total{");
    }
}
