using Npgsql;
using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>
/// StorePush as it runs in production, on one machine: one Ingest or two, two Deliveries, two Edges and one Gateway or two as processes of
/// their own, RabbitMQ and PostgreSQL, and a link that can fail in front of everything.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>Shorter than by default, so that a rolling restart of everything is a matter of a minute.</summary>
    private const string DrainPeriod = "00:00:05";

    /// <summary>Some of the balancer's looks at whether a gateway is ready.</summary>
    private const string DrainNotice = "00:00:01";

    private readonly LoadBalancer? _balancer;
    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-chaos-").FullName;

    private Cluster(
        VirtualHost broker,
        PostgresDatabase database,
        RabbitMqServer rabbitMq,
        PostgresServer postgres,
        int entries,
        (string Key, string Value)[] edgeOptions)
    {
        (Broker, Database, RabbitMq, Postgres) = (broker, database, rabbitMq, postgres);
        Ingests = Create(entries, CreateIngest);
        Deliveries = Create(2, CreateDelivery);
        Edges = Create(2, () => CreateEdge(edgeOptions));
        Gateways = Create(entries, CreateGateway);
        if (entries > 1)
            _balancer = LoadBalancer.Open([.. Gateways.Select(gateway => gateway.Url)]);
        Url = _balancer?.Url ?? Gateways[0].Url;
        Devices = TcpLink.Open(Url);
    }

    public VirtualHost Broker { get; }

    public PostgresDatabase Database { get; }

    public RabbitMqServer RabbitMq { get; }

    public PostgresServer Postgres { get; }

    public IReadOnlyList<ClusterNode> Ingests { get; }

    public IReadOnlyList<ClusterNode> Deliveries { get; }

    public IReadOnlyList<ClusterNode> Edges { get; }

    public IReadOnlyList<ClusterNode> Gateways { get; }

    /// <summary>Where platforms call.</summary>
    public Uri Url { get; }

    /// <summary>Between the devices and that.</summary>
    public TcpLink Devices { get; }

    public IReadOnlyList<ClusterNode> Nodes => [.. Ingests, .. Deliveries, .. Edges, .. Gateways];

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="rabbitMq">Has its virtual host.</param>
    /// <param name="postgres">Has its database.</param>
    /// <param name="entries">How many of an Ingest and of a Gateway it has.</param>
    /// <param name="edgeOptions">What its Edges are configured with beside the usual.</param>
    public static async Task<Cluster> StartAsync(
        RabbitMqServer rabbitMq, PostgresServer postgres, int entries, params (string Key, string Value)[] edgeOptions)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var database = postgres.CreateDatabaseAsync(cancellationToken);
        var broker = await rabbitMq.CreateVirtualHostAsync(cancellationToken);
        var cluster = new Cluster(broker, await database, rabbitMq, postgres, entries, edgeOptions);
        try
        {
            await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A platform that may place orders and ask for them.</summary>
    public Platform CreatePlatform() =>
        new(Url, new TestToken { Now = TimeProvider.System.GetUtcNow(), Scope = "orders:write messages:read" }.Sign());

    public async ValueTask DisposeAsync()
    {
        await Devices.DisposeAsync();
        if (_balancer is not null)
            await _balancer.DisposeAsync();
        foreach (var node in Nodes.Reverse())
            await node.DisposeAsync();
        await Broker.DisposeAsync();

        // Connections of this process may have died with the server.
        NpgsqlConnection.ClearAllPools();
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private ClusterNode CreateIngest()
    {
        var broker = TcpLink.Open(Broker.Url);
        return new ClusterNode("Ingest", _directory, FreeUrl(), ("Broker__Url", $"{broker.Url}")) { Broker = broker };
    }

    private ClusterNode CreateDelivery()
    {
        var broker = TcpLink.Open(Broker.Url);
        var connection = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        var database = TcpLink.Open(new Uri($"tcp://{connection.Host}:{connection.Port}"));
        (connection.Host, connection.Port) = (database.Url.Host, database.Url.Port);
        return new ClusterNode(
            "Delivery",
            _directory,
            FreeUrl(),
            ("Broker__Url", $"{broker.Url}"),
            ("Database__ConnectionString", connection.ConnectionString))
        {
            Broker = broker,
            Database = database,
        };
    }

    private ClusterNode CreateEdge((string Key, string Value)[] options)
    {
        var broker = TcpLink.Open(Broker.Url);
        var url = FreeUrl();
        return new ClusterNode("Edge", _directory, url, [("Broker__Url", $"{broker.Url}"), ("Edge__DrainPeriod", DrainPeriod), .. options])
        {
            Broker = broker,
            Front = TcpLink.Open(url),
        };
    }

    private ClusterNode CreateGateway() => new(
        "Gateway",
        _directory,
        FreeUrl(),
        ("Gateway__Ingest", string.Join(',', Ingests.Select(ingest => ingest.Url))),
        ("Gateway__Delivery", string.Join(',', Deliveries.Select(delivery => delivery.Url))),
        ("Gateway__Edge", string.Join(',', Edges.Select(edge => edge.Front!.Url))),
        ("Gateway__DrainNotice", DrainNotice),
        ("Gateway__DrainPeriod", DrainPeriod));

    private static ClusterNode[] Create(int count, Func<ClusterNode> create) => [.. Enumerable.Range(0, count).Select(_ => create())];

    private static Uri FreeUrl() => new($"http://127.0.0.1:{ServerPorts.Free()}");
}
