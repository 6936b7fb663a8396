using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Cli.Load;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>Devices that come all at once, or don't keep to the protocol: the others must not notice.</summary>
public sealed class DeviceTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);

    /// <summary>Two of 25 seconds, and some for the closing.</summary>
    private static readonly TimeSpan TwoHeartbeats = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_5000_devices_reconnect_at_once() => RunAsync(
        "storm of 5,000 devices",
        async session =>
        {
            session.Fleet.CutAll();
            await session.ConnectedAsync(TestContext.Current.CancellationToken);
        },
        new ChaosOptions { Stores = 2_500, WithoutDeviceLink = true });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_every_device_acknowledges() =>
        RunAsync("every device acknowledges", _ => ChaosRun.LastAsync(Lasts / 2), new ChaosOptions { AllAcknowledge = true });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_devices_fall_silent_and_these_are_given_up() => RunAsync("50 silent devices", async session =>
    {
        var silent = new List<RawDevice>();
        try
        {
            foreach (var store in session.StoreIds.Take(50))
                silent.Add(await RawDevice.ConnectAsync(session, store, "silent"));
            await ChaosRun.LastAsync(TwoHeartbeats);
            foreach (var device in silent)
                (await device.IsClosedAsync()).ShouldBeTrue();
        }
        finally
        {
            foreach (var device in silent)
                await device.DisposeAsync();
        }
    });

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_a_device_acknowledges_everything_twice() => RunAsync("device that acks twice", session =>
        WithRawDevicesAsync(session, async (device, frame) =>
        {
            if (frame.TryGetProperty("id", out var id) && frame.GetProperty("type").GetString() == "message")
            {
                // Not before the devices of the load have it too: what is settled rings no more.
                await ChaosRun.LastAsync(Pause);
                await device.SendAsync($$"""{"type":"ack","id":"{{id.GetGuid()}}"}""");
                await device.SendAsync($$"""{"type":"ack","id":"{{id.GetGuid()}}"}""");
            }
        }));

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_devices_send_garbage_and_these_are_sent_away_with_4400() =>
        RunAsync("devices that send garbage", async session =>
        {
            for (var round = 0; round < 50; round++)
            {
                await using var device = await RawDevice.ConnectAsync(session, session.StoreIds[round], "garbage");
                for (var frame = 0; frame < 30; frame++)
                    await device.SendAsync(round % 2 == 0 ? "garbage \0" : """{"type":"ack","id":"no id"}""");
                (await device.CloseCodeAsync()).ShouldBe(4400);

                await ChaosRun.LastAsync(Pause);
            }
        });

    private static async Task WithRawDevicesAsync(
        LoadSession session, Func<RawDevice, System.Text.Json.JsonElement, Task> onFrame)
    {
        var devices = new List<RawDevice>();
        try
        {
            foreach (var store in session.StoreIds.Take(50))
                devices.Add(await RawDevice.ConnectAsync(session, store, "raw"));
            using var over = new CancellationTokenSource(Lasts, TimeProvider.System);
            await Task.WhenAll(devices.Select(device => device.ReadAsync(frame => onFrame(device, frame), over.Token)));
        }
        finally
        {
            foreach (var device in devices)
                await device.DisposeAsync();
        }
    }

    private async Task RunAsync(string name, Func<LoadSession, Task> fault, ChaosOptions? options = null) =>
        await ChaosRun.RunAsync(await running.StartAsync(), name, (_, session) => fault(session), options);
}
