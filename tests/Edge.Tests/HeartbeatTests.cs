using StorePush.Contracts;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_silent_device_is_closed_with_4408_after_two_heartbeats()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:CloseTimeout=00:01:00");
        using var device = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"));
        var closed = device.CloseCodeAsync();

        var silence = await edge.PassTimeUntilAsync(() => closed.IsCompleted);

        (await closed).ShouldBe(4408);
        silence.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(50));
    }

    [Theory]
    [InlineData(RawDevice.Text, """{"type":"ping"}""")]
    [InlineData(RawDevice.Text, """{"type":"whatever"}""")]
    [InlineData(RawDevice.Pong, "")]
    [InlineData(RawDevice.Ping, "")]
    public async Task Any_frame_ends_the_silence(byte opcode, string payload)
    {
        await using var edge = await EdgeProcess.StartAsync();
        using var device = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"));
        var connection = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        edge.Clock.Advance(TimeSpan.FromSeconds(40));
        connection.Silence.ShouldBe(TimeSpan.FromSeconds(40));

        await device.SendAsync(opcode, System.Text.Encoding.UTF8.GetBytes(payload));

        await Bounded.UntilAsync(() => Task.FromResult(connection.Silence == TimeSpan.Zero));
    }

    [Fact]
    public async Task A_device_that_answers_protocol_pings_stays_and_one_that_does_not_is_closed_with_4408()
    {
        await using var edge = await EdgeProcess.StartInRealTimeAsync("--Edge:HeartbeatSeconds=4");
        using var healthy = await RawDevice.ConnectAsync(edge.SocketUrl(deviceId: "d1"), edge.TokenFor("s1", "d1"));
        using var silent = await RawDevice.ConnectAsync(edge.SocketUrl(deviceId: "d2"), edge.TokenFor("s1", "d2"));
        var closed = silent.CloseCodeAsync();

        await healthy.ReadAsync();
        for (var pings = 0; pings < 2; pings++)
        {
            var (opcode, payload) = await healthy.ReadAsync();
            opcode.ShouldBe(RawDevice.Ping);
            await healthy.SendAsync(RawDevice.Pong, payload);
        }

        (await closed).ShouldBe(4408);
        await healthy.SendAsync(RawDevice.Text, "{\"type\":\"ping\"}"u8.ToArray());
        (await healthy.ReadAsync()).Opcode.ShouldBeOneOf(RawDevice.Text, RawDevice.Ping);
        edge.Registry.Find("s1", "d1").ShouldNotBeNull().ClosedWith.ShouldBeNull();
    }
}
