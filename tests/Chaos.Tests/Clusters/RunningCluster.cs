using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>One cluster for the scenarios of a class: each leaves it whole.</summary>
public sealed class RunningCluster(RabbitMqServer rabbitMq, PostgresServer postgres) : IAsyncLifetime
{
    private Cluster? _current;

    /// <summary>The cluster, started by the first scenario that runs: those that were not asked for need none.</summary>
    internal async Task<Cluster> StartAsync() => _current ??= await Cluster.StartAsync(rabbitMq, postgres);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_current is not null)
            await _current.DisposeAsync();
    }
}
