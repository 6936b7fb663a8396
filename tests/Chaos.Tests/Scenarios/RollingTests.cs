using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;
using StorePush.Cli.Load;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>A new version comes: one process after the other is stopped as an operator does, and started again.</summary>
public sealed class RollingTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    /// <summary>An edge asks devices to come back within a second; they get two more.</summary>
    private static readonly TimeSpan LongestAway = TimeSpan.FromSeconds(1 + 2);

    /// <summary>All 400 devices over the 5 seconds of a drain are 80; timers and this loop are not exact.</summary>
    private const int MostLostInASecond = 160;

    [Fact(Explicit = true)]
    public async Task No_store_waits_longer_than_3_seconds_while_every_service_but_the_gateway_restarts() =>
        await ChaosRun.RunAsync(
            await running.StartAsync(),
            "rolling restart behind the gateway",
            async (cluster, session) =>
            {
                var restart = RestartAsync([.. cluster.Deliveries, .. cluster.Edges]);
                var mostLost = await CountMostLostInASecondAsync(session, restart);
                await restart;
                mostLost.ShouldBeInRange(1, MostLostInASecond);
            },
            new ChaosOptions { LongestRing = LongestGap, LongestAway = LongestAway });

    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_while_the_only_Ingest_and_the_only_gateway_restart() =>
        await ChaosRun.RunAsync(
            await running.StartAsync(),
            "rolling restart of the single ones",
            cluster => RestartAsync([cluster.Ingest, cluster.Gateway]));

    private static async Task RestartAsync(IReadOnlyList<ClusterNode> nodes)
    {
        foreach (var node in nodes)
        {
            await node.StopAsync();
            await node.StartAsync();
        }
    }

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
