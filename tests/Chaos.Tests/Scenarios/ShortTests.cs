using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>The selection that runs with all other tests: one of each kind of fault.</summary>
public sealed class ShortTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(3);

    [Fact]
    public Task Nothing_is_lost_when_one_Delivery_of_two_is_killed() =>
        RunAsync("kill one Delivery of two", cluster => KillAsync(cluster.Deliveries[0]));

    [Fact]
    public Task Nothing_is_lost_when_one_Edge_of_two_is_killed() =>
        RunAsync("kill one Edge of two", cluster => KillAsync(cluster.Edges[0]));

    [Fact]
    public Task Nothing_is_lost_when_every_connection_to_the_broker_blinks() =>
        RunAsync("RabbitMQ connections blink", cluster =>
        {
            foreach (var node in cluster.Nodes)
                node.Broker?.Mend();
            return Task.CompletedTask;
        });

    [Fact]
    public Task Nothing_is_lost_when_every_connection_to_the_database_is_cut() =>
        RunAsync("PostgreSQL connections cut for 3 s", async cluster =>
        {
            foreach (var delivery in cluster.Deliveries)
                delivery.Database!.Cut();
            await ChaosRun.LastAsync(Restart);
            foreach (var delivery in cluster.Deliveries)
                delivery.Database!.Mend();
        });

    private static async Task KillAsync(ClusterNode node)
    {
        await node.KillAsync();
        await ChaosRun.LastAsync(Restart);
        await node.StartAsync();
    }

    private async Task RunAsync(string name, Func<Cluster, Task> fault) =>
        await ChaosRun.RunAsync(await running.StartAsync(), name, fault, new ChaosOptions { IsSpeedJudged = false });
}
