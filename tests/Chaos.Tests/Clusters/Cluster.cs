using Npgsql;
using StorePush.Tests.Common.Servers;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>
/// StorePush as it runs in production, on one machine: an Ingest, two Deliveries, two Edges and a Gateway as processes of their own,
/// RabbitMQ and PostgreSQL, and a link that can fail in front of everything.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>Shorter than by default, so that a rolling restart of everything is a matter of a minute.</summary>
    private const string DrainPeriod = "00:00:05";

    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-chaos-").FullName;

    private Cluster(VirtualHost broker, PostgresDatabase database, RabbitMqServer rabbitMq, PostgresServer postgres)
    {
        (Broker, Database, RabbitMq, Postgres) = (broker, database, rabbitMq, postgres);
        Ingest = CreateIngest();
        Deliveries = [CreateDelivery(), CreateDelivery()];
        Edges = [CreateEdge(), CreateEdge()];
        Gateway = new ClusterNode(
            "Gateway",
            _directory,
            FreeUrl(),
            ("Gateway__Ingest", $"{Ingest.Url}"),
            ("Gateway__Delivery", string.Join(',', Deliveries.Select(delivery => delivery.Url))),
            ("Gateway__Edge", string.Join(',', Edges.Select(edge => edge.Front!.Url))),
            ("Gateway__DrainPeriod", DrainPeriod));
        Devices = TcpLink.Open(Gateway.Url);
    }

    public VirtualHost Broker { get; }

    public PostgresDatabase Database { get; }

    public RabbitMqServer RabbitMq { get; }

    public PostgresServer Postgres { get; }

    public ClusterNode Ingest { get; }

    public IReadOnlyList<ClusterNode> Deliveries { get; }

    public IReadOnlyList<ClusterNode> Edges { get; }

    public ClusterNode Gateway { get; }

    /// <summary>Between the devices and the gateway.</summary>
    public TcpLink Devices { get; }

    public IReadOnlyList<ClusterNode> Nodes => [Ingest, .. Deliveries, .. Edges, Gateway];

    /// <summary>Starts everything and waits until it is ready.</summary>
    public static async Task<Cluster> StartAsync(RabbitMqServer rabbitMq, PostgresServer postgres)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var database = postgres.CreateDatabaseAsync(cancellationToken);
        var broker = await rabbitMq.CreateVirtualHostAsync(cancellationToken);
        var cluster = new Cluster(broker, await database, rabbitMq, postgres);
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

    public async ValueTask DisposeAsync()
    {
        await Devices.DisposeAsync();
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

    private ClusterNode CreateEdge()
    {
        var broker = TcpLink.Open(Broker.Url);
        var url = FreeUrl();
        return new ClusterNode("Edge", _directory, url, ("Broker__Url", $"{broker.Url}"), ("Edge__DrainPeriod", DrainPeriod))
        {
            Broker = broker,
            Front = TcpLink.Open(url),
        };
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{ServerPorts.Free()}");
}
