using Npgsql;
using StorePush.Cli.Options;
using StorePush.Cli.Tokens;
using StorePush.LoadBench.Costs;
using StorePush.Tests.Common.Servers;

namespace StorePush.LoadBench.Clusters;

/// <summary>StorePush as it runs in production, on one machine: each service a process of its own, RabbitMQ and PostgreSQL.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private static readonly string Directory = System.IO.Directory.CreateTempSubdirectory("storepush-bench-").FullName;

    private readonly VirtualHost _host;
    private readonly PostgresDatabase _database;
    private readonly List<(string Name, ServiceProcess Process)> _processes = [];
    private readonly IReadOnlyList<(string Name, int Id)> _servers;

    private BenchCluster(VirtualHost host, PostgresDatabase database, IReadOnlyList<(string Name, int Id)> servers) =>
        (_host, _database, _servers) = (host, database, servers);

    public IReadOnlyList<ServiceProcess> Edges => Named("edge");

    /// <summary>Each gateway, as whoever calls it sees it.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        .. Named("gateway").Select(gateway => new Target(
            gateway.Url, null, new TokenSigner(TestToken.SigningKey, "storepush", "storepush", TimeProvider.System))),
    ];

    /// <summary>Reaches the database with the right to do everything in it.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>Of all its processes, with the servers.</summary>
    public CostMeter Costs => new([.. _processes.Select(process => (process.Name, process.Process.Id)), .. _servers]);

    /// <summary>Starts everything and waits until it is ready.</summary>
    public static async Task<BenchCluster> StartAsync(BenchServers servers, int edges, int gateways, CancellationToken stop)
    {
        var (host, broker) = await servers.CreateVirtualHostAsync(stop);
        var (database, connectionString) = await servers.CreateDatabaseAsync(stop);
        var cluster = new BenchCluster(host, database, await servers.GetProcessesAsync(stop));
        try
        {
            await cluster.StartAsync(broker, connectionString, edges, gateways);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        await _host.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _database.DisposeAsync();
    }

    private async Task StartAsync(Uri broker, string connectionString, int edges, int gateways)
    {
        var brokerUrl = ("Broker__Url", $"{broker}");
        var delivery = await StartAsync("Delivery", brokerUrl, ("Database__ConnectionString", connectionString));
        var ingest = await StartAsync("Ingest", brokerUrl);
        for (var edge = 0; edge < edges; edge++)
            await StartAsync("Edge", brokerUrl);
        for (var gateway = 0; gateway < gateways; gateway++)
        {
            await StartAsync(
                "Gateway",
                ("Gateway__Ingest", $"{ingest.Url}"),
                ("Gateway__Delivery", $"{delivery.Url}"),
                ("Gateway__Edge", string.Join(',', Edges.Select(edge => edge.Url))));
        }
    }

    private async Task<ServiceProcess> StartAsync(string service, params (string Key, string Value)[] environment)
    {
        var process = await ServiceProcess.StartAsync(
            service, Directory, [("Auth__SigningKey", TestToken.SigningKey), .. environment]);
        _processes.Add((service.ToLowerInvariant(), process));
        return process;
    }

    private List<ServiceProcess> Named(string name) =>
        [.. from process in _processes where process.Name == name select process.Process];
}
