using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Contracts;
using StorePush.Edge.Sockets;
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
        edge.Delivery.All<DevicesDisconnected>().SelectMany(report => report.ConnectionIds)
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

    [Fact]
    public async Task A_device_whose_handshake_was_under_way_is_sent_away_too()
    {
        var slow = new SlowUpgrade();
        await using var edge = await EdgeProcess.StartAsync(
            builder => builder.Services.AddSingleton<IStartupFilter>(slow), LongCloseTimeout);
        var connecting = edge.OpenAsync();
        await slow.Begun.Soon();

        var stop = edge.App.StopAsync(TestContext.Current.CancellationToken);
        await Bounded.UntilAsync(() => Task.FromResult(edge.Service<Admission>().IsClosed));
        slow.GoOn();
        using var device = await connecting;

        (await SentAwayAsync(device)).ShouldBe(1012);
        await edge.PassTimeUntilAsync(() => stop.IsCompleted, Pace);
    }

    private static async Task<int> SentAwayAsync(Device device)
    {
        var reconnect = await device.NextAsync("reconnect");
        reconnect.GetProperty("afterMs").GetInt32().ShouldBeInRange(0, 60_000);
        return await device.CloseCodeAsync();
    }

    /// <summary>Holds an upgrade up between the checks and the connection.</summary>
    private sealed class SlowUpgrade : IStartupFilter
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void GoOn() => _goOn.TrySetResult();

        public Action<Microsoft.AspNetCore.Builder.IApplicationBuilder> Configure(
            Action<Microsoft.AspNetCore.Builder.IApplicationBuilder> next) => app =>
        {
            app.Use(new Func<Microsoft.AspNetCore.Http.RequestDelegate, Microsoft.AspNetCore.Http.RequestDelegate>(rest => context =>
            {
                if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } inner)
                    context.Features.Set<IHttpUpgradeFeature>(new Gate(inner, this));
                return rest(context);
            }));
            next(app);
        };

        private sealed class Gate(IHttpUpgradeFeature inner, SlowUpgrade owner) : IHttpUpgradeFeature
        {
            public bool IsUpgradableRequest => true;

            public async Task<Stream> UpgradeAsync()
            {
                owner._begun.TrySetResult();
                await owner._goOn.Task.Soon();
                return await inner.UpgradeAsync();
            }
        }
    }
}
