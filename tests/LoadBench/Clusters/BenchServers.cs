using Npgsql;
using StorePush.Tests.Common.Servers;

namespace StorePush.LoadBench.Clusters;

/// <summary>The RabbitMQ and the PostgreSQL of a run, as they are in production: they wait for the disk.</summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private const string BrokerIdVariable = "STOREPUSH_BENCH_BROKER_PID";
    private const string PostgresIdVariable = "STOREPUSH_BENCH_POSTGRES_PID";
    private const int BrokerPort = 5672;
    private const int PostgresPort = 5432;

    private readonly RabbitMqServer _rabbitMq = new();
    private readonly PostgresServer _postgres = new() { WaitsForDisk = true };

    /// <summary>Makes a place on the broker for one cluster.</summary>
    public async Task<(VirtualHost Host, Uri Url)> CreateVirtualHostAsync(CancellationToken stop)
    {
        var host = await _rabbitMq.CreateVirtualHostAsync(stop);
        return _rabbitMq.Container is { } container
            ? (host, new UriBuilder(host.Url) { Host = await container.GetAddressAsync(stop), Port = BrokerPort }.Uri)
            : (host, host.Url);
    }

    /// <summary>Makes a database for one cluster.</summary>
    public async Task<(PostgresDatabase Database, string ConnectionString)> CreateDatabaseAsync(CancellationToken stop)
    {
        var database = await _postgres.CreateDatabaseAsync(stop);
        if (_postgres.Container is not { } container)
            return (database, database.ConnectionString);

        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Host = await container.GetAddressAsync(stop),
            Port = PostgresPort,
        };
        return (database, connection.ConnectionString);
    }

    /// <summary>The first process of RabbitMQ; null when it runs elsewhere.</summary>
    public Task<int?> FindRabbitMqAsync(CancellationToken stop) => FindAsync(_rabbitMq.Container, BrokerIdVariable, stop);

    /// <summary>The first process of PostgreSQL; null when it runs elsewhere.</summary>
    public Task<int?> FindPostgresAsync(CancellationToken stop) => FindAsync(_postgres.Container, PostgresIdVariable, stop);

    private static async Task<int?> FindAsync(ServerContainer? container, string variable, CancellationToken stop) =>
        container is not null ? await container.GetProcessIdAsync(stop)
        : int.TryParse(Environment.GetEnvironmentVariable(variable), out var id) ? id
        : null;

    public async ValueTask DisposeAsync()
    {
        await _rabbitMq.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
