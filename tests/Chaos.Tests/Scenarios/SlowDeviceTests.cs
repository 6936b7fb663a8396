using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Devices;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>Devices that don't read are sent away before what waits for them grows without end: the others must not notice.</summary>
public sealed class SlowDeviceTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private const int Slow = 3;

    /// <summary>Of each store: 15 MB. The edge keeps 8 MiB for a device, and its system 4 MB.</summary>
    private const int LargeOrders = 250;

    private const int AtOnce = 8;

    private static readonly string LargeOrder = $$"""{"pad":"{{new string('x', 60_000)}}"}""";

    /// <summary>With a first push, though 45 MB of large orders are on their way: another one would come after 10.</summary>
    private static readonly TimeSpan LongestRing = TimeSpan.FromSeconds(9);

    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_or_late_when_devices_do_not_read_and_these_are_sent_away_with_4429()
    {
        // The devices look for the close frame only when all orders were placed.
        var cluster = await running.StartAsync(1, ("Edge__CloseTimeout", "00:01:00"));
        await ChaosRun.RunAsync(
            cluster,
            "devices that do not read",
            async (_, session) =>
            {
                var slow = new List<SlowDevice>();
                try
                {
                    // Not through the gateway and the link, whose systems take over tens of megabytes that the device does not read.
                    foreach (var store in session.StoreIds.Take(Slow))
                        slow.Add(await SlowDevice.ConnectAsync(session, store, "slow", TestContext.Current.CancellationToken, cluster.Edges[0].Url));
                    await PlaceLargeOrdersAsync(cluster, session);
                    foreach (var device in slow)
                        (await device.EndAsync()).ShouldBe("closed 4429");
                }
                finally
                {
                    slow.ForEach(device => device.Dispose());
                }
            },
            new ChaosOptions { LongestRing = LongestRing });
    }

    private static async Task PlaceLargeOrdersAsync(Cluster cluster, LoadSession session)
    {
        using var platform = cluster.CreatePlatform();
        await Parallel.ForAsync(
            0,
            Slow * LargeOrders,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) => await platform.PlaceAsync(session.StoreIds[number % Slow], $"large-{number}", LargeOrder));
    }
}
