using System.Net;
using StorePush.Contracts;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class DrainTests
{
    private const string LongCloseTimeout = "--Edge:CloseTimeout=00:01:00";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Devices_are_sent_away_one_after_the_other_and_each_is_reported()
    {
        await using var edge = await EdgeProcess.StartAsync(LongCloseTimeout);
        Device[] devices =
            [await edge.ConnectLiveAsync(deviceId: "d1"), await edge.ConnectLiveAsync(deviceId: "d2"), await edge.ConnectLiveAsync(deviceId: "d3")];
        Task<int>[] sentAway = [.. devices.Select(SentAwayAsync)];

        var stop = edge.App.StopAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(sentAway).Soon();
        sentAway.Count(task => task.IsCompleted).ShouldBe(1);
        await edge.PassTimeUntilAsync(() => stop.IsCompleted, Pace);

        (await Task.WhenAll(sentAway)).ShouldBe([1012, 1012, 1012]);
        edge.Delivery.All<DeviceDisconnected>().Select(report => report.ConnectionId)
            .ShouldBe(devices.Select(device => device.ConnectionId), ignoreOrder: true);
        foreach (var device in devices)
            device.Dispose();
    }

    [Fact]
    public async Task A_draining_edge_is_not_ready_and_refuses_devices_but_lives()
    {
        await using var edge = await EdgeProcess.StartAsync(LongCloseTimeout);
        using var first = await edge.ConnectLiveAsync(deviceId: "d1");
        using var second = await edge.ConnectLiveAsync(deviceId: "d2");
        using (var before = await edge.GetAsync("/health/ready"))
            before.StatusCode.ShouldBe(HttpStatusCode.OK);
        Task<int>[] sentAway = [SentAwayAsync(first), SentAwayAsync(second)];

        var stop = edge.App.StopAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(sentAway).Soon();
        using var ready = await edge.GetAsync("/health/ready");
        using var live = await edge.GetAsync("/health/live");
        using var handshake = await edge.HandshakeAsync(edge.TokenFor("s1", "d3"), deviceId: "d3");
        await edge.PassTimeUntilAsync(() => stop.IsCompleted, Pace);

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        await handshake.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        handshake.ShouldSayWhenToRetry();
        await Task.WhenAll(sentAway).Soon();
    }

    [Fact]
    public async Task What_waits_for_a_device_is_sent_before_it_is_sent_away()
    {
        await using var edge = await EdgeProcess.StartAsync(LongCloseTimeout);
        using var device = await edge.ConnectLiveAsync();
        var id = Guid.CreateVersion7();
        await edge.PushAsync(edge.A(id, device));

        var stop = edge.App.StopAsync(TestContext.Current.CancellationToken);
        await device.NextAsync("message", id);
        (await SentAwayAsync(device)).ShouldBe(1012);

        await edge.PassTimeUntilAsync(() => stop.IsCompleted, Pace);
    }

    private static async Task<int> SentAwayAsync(Device device)
    {
        var reconnect = await device.NextAsync("reconnect");
        reconnect.GetProperty("afterMs").GetInt32().ShouldBeInRange(0, 60_000);
        return await device.CloseCodeAsync();
    }
}
