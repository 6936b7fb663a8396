using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>A new version comes: one process after the other is stopped as an operator does, and started again.</summary>
public sealed class RollingTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    [Fact(Explicit = true)]
    public async Task No_store_waits_longer_than_3_seconds_while_every_service_but_the_gateway_restarts() =>
        await ChaosRun.RunAsync(
            await running.StartAsync(),
            "rolling restart behind the gateway",
            cluster => RestartAsync([.. cluster.Deliveries, .. cluster.Edges]),
            new ChaosOptions { LongestRing = LongestGap });

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
}
