using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>One cluster for the scenarios of a class: each leaves it whole.</summary>
public sealed class RunningCluster(RabbitMqServer rabbitMq, PostgresServer postgres) : IAsyncLifetime
{
    private Cluster? _current;

    /// <summary>The cluster, started by the first scenario that runs: those that were not asked for need none.</summary>
    /// <param name="entries">How many of an Ingest and of a Gateway it has; the same for all scenarios of a class.</param>
    /// <param name="edgeOptions">What its Edges are configured with beside the usual.</param>
    internal async Task<Cluster> StartAsync(int entries = 1, params (string Key, string Value)[] edgeOptions) =>
        _current ??= await Cluster.StartAsync(rabbitMq, postgres, entries, edgeOptions);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_current is not null)
            await _current.DisposeAsync();
    }
}
