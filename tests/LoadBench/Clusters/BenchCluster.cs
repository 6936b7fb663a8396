using System.Diagnostics;
using Npgsql;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Options;
using StorePush.LoadBench.Costs;
using StorePush.LoadBench.Devices;
using StorePush.Tests.Common.Servers;

namespace StorePush.LoadBench.Clusters;

/// <summary>StorePush as it runs in production, on one machine: each service a process of its own, RabbitMQ and PostgreSQL.</summary>
internal sealed class BenchCluster : ISystem
{
    private static readonly string Directory = System.IO.Directory.CreateTempSubdirectory("storepush-bench-").FullName;

    private readonly VirtualHost _host;
    private readonly PostgresDatabase _database;
    private readonly List<(string Name, ServiceProcess Process)> _processes = [];
    private readonly Uri _broker;
    private readonly IReadOnlyList<(string Name, int? Id)> _servers;
    private readonly string? _published;

    private BenchCluster(
        (VirtualHost Host, Uri Url) broker, PostgresDatabase database, IReadOnlyList<(string Name, int? Id)> servers, string? published) =>
        ((_host, _broker), _database, _servers, _published) = (broker, database, servers, published);

    public string Name => _published is null ? "StorePush" : "the other";

    public IReadOnlyList<ServiceProcess> Edges => Named("edge");

    /// <summary>Each gateway.</summary>
    public IReadOnlyList<Target> Targets => [.. Named("gateway").Select(gateway => Callers.Of(gateway.Url))];

    /// <summary>Reaches the database with the right to do everything in it.</summary>
    public string ConnectionString => _database.ConnectionString;

    public CostMeter Costs => new([.. _processes.Select(process => (process.Name, (int?)process.Process.Id)), .. _servers]);

    /// <summary>Starts so many of each service.</summary>
    public static Task<BenchCluster> StartAsync(BenchServers servers, int each, CancellationToken stop) =>
        StartAsync(servers, edges: each, gateways: each, stop, others: each);

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="servers">The broker and the database.</param>
    /// <param name="edges">Edge processes.</param>
    /// <param name="gateways">Gateway processes.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="others">Processes of each of the other services.</param>
    /// <param name="published">Where another build is published; this one's when not given.</param>
    public static async Task<BenchCluster> StartAsync(
        BenchServers servers, int edges, int gateways, CancellationToken stop, int others = 1, string? published = null)
    {
        var broker = await servers.CreateVirtualHostAsync(stop);
        var (database, connectionString) = await servers.CreateDatabaseAsync(stop);
        var cluster = new BenchCluster(
            broker,
            database,
            [("rabbitmq", await servers.FindRabbitMqAsync(stop)), ("postgres", await servers.FindPostgresAsync(stop))],
            published);
        try
        {
            await cluster.StartAsync(connectionString, edges, gateways, others);
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

    public string Output => string.Join('\n', _processes.Select(process => $"{process.Name}: {process.Process.Output}"));

    /// <summary>What all services have said so far.</summary>
    public int LinesOfLog => _processes.Sum(process => process.Process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    /// <summary>Each process of a service.</summary>
    public IReadOnlyList<ServiceProcess> Named(string name) =>
        [.. from process in _processes where process.Name == name select process.Process];

    public ILoadDevice CreateDevice(DevicePlace place) => new StorePushDevice(place, Targets[0].Url);

    private async Task StartAsync(string connectionString, int edges, int gateways, int others)
    {
        for (var other = 0; other < others; other++)
        {
            await StartAsync("Delivery", FreeUrl(), ("Database__ConnectionString", connectionString));
            await StartAsync("Ingest", FreeUrl());
        }

        for (var edge = 0; edge < edges; edge++)
            await StartAsync("Edge", FreeUrl());
        for (var gateway = 0; gateway < gateways; gateway++)
        {
            await StartAsync(
                "Gateway",
                FreeUrl(),
                ("Gateway__Ingest", Urls("ingest")),
                ("Gateway__Delivery", Urls("delivery")),
                ("Gateway__Edge", Urls("edge")));
        }
    }

    private async Task<ServiceProcess> StartAsync(string service, Uri url, params (string Key, string Value)[] environment)
    {
        IEnumerable<(string, string)> broker = service == "Gateway" ? [] : [("Broker__Url", $"{_broker}")];
        (string Key, string Value)[] all = [("Auth__SigningKey", TestToken.SigningKey), .. broker, .. environment];
        var process = _published is null
            ? await ServiceProcess.StartAsync(service, Directory, url, all)
            : await ServiceProcess.StartAsync(
                new ProcessStartInfo("dotnet", Path.Combine(_published, service, $"{service}.dll")) { WorkingDirectory = Directory },
                url,
                [("ASPNETCORE_URLS", url.ToString()), .. all]);
        _processes.Add((service.ToLowerInvariant(), process));
        return process;
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{ServerPorts.Free()}");

    private string Urls(string name) => string.Join(',', Named(name).Select(process => process.Url));
}
