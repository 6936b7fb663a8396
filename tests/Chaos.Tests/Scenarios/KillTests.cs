using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>Processes that end without a chance to do anything (kill -9), and are there again after 3 seconds.</summary>
public sealed class KillTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_Ingest_is_killed() => RunAsync("kill Ingest", cluster => cluster.Ingests);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_both_Deliveries_are_killed() => RunAsync("kill both Deliveries", cluster => cluster.Deliveries);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_both_Edges_are_killed() => RunAsync("kill both Edges", cluster => cluster.Edges);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_the_Gateway_is_killed() => RunAsync("kill the Gateway", cluster => cluster.Gateways);

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_when_everything_is_killed() => RunAsync("kill every process", cluster => cluster.Nodes);

    private async Task RunAsync(string name, Func<Cluster, IReadOnlyList<ClusterNode>> choose) =>
        await ChaosRun.RunAsync(await running.StartAsync(), name, async cluster =>
        {
            var nodes = choose(cluster);
            await Task.WhenAll(nodes.Select(node => node.KillAsync()));
            await ChaosRun.LastAsync(Away);
            await Task.WhenAll(nodes.Select(node => node.StartAsync()));
        });
}
