using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Cli.Load;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>A new version comes: one process after the other is stopped as an operator does, and started again. There are two of each.</summary>
public sealed class RollingTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan LongestRing = TimeSpan.FromSeconds(3);

    /// <summary>From the <c>afterMs</c> on that the edge has told the device, or from what the client has chosen without one.</summary>
    private static readonly TimeSpan LatestReturn = TimeSpan.FromSeconds(2);

    /// <summary>All 400 devices over the 5 seconds of a drain are 80; timers and this loop are not exact.</summary>
    private const int MostLostInASecond = 160;

    [Fact(Explicit = true)]
    public async Task No_store_waits_longer_than_3_seconds_while_every_service_restarts() =>
        await ChaosRun.RunAsync(
            await running.StartAsync(entries: 2),
            "rolling restart",
            async (cluster, session) =>
            {
                var restart = Restarting.InTurnAsync([.. cluster.Deliveries, .. cluster.Edges, .. cluster.Ingests, .. cluster.Gateways]);
                var mostLost = await CountMostLostInASecondAsync(session, restart);
                await restart;
                mostLost.ShouldBeInRange(1, MostLostInASecond);
            },
            new ChaosOptions { LongestRing = LongestRing, LatestReturn = LatestReturn });

    private static async Task<int> CountMostLostInASecondAsync(LoadSession session, Task until)
    {
        var most = 0;
        while (!until.IsCompleted)
        {
            var before = session.Fleet.Watch.Lost;
            await ChaosRun.LastAsync(TimeSpan.FromSeconds(1));
            most = Math.Max(most, session.Fleet.Watch.Lost - before);
        }

        return most;
    }
}
