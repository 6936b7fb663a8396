using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>What there is one of is away while it restarts; nobody loses anything by that.</summary>
public sealed class SingleTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_while_the_only_Ingest_and_the_only_gateway_restart() =>
        await ChaosRun.RunAsync(
            await running.StartAsync(),
            "rolling restart of the single ones",
            cluster => Restarting.InTurnAsync([.. cluster.Ingests, .. cluster.Gateways]));
}
