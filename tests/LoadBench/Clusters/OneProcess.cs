using System.Diagnostics;
using Npgsql;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Options;
using StorePush.LoadBench.Costs;
using StorePush.LoadBench.Devices;
using StorePush.Tests.Common.Servers;

namespace StorePush.LoadBench.Clusters;

/// <summary>One process on a PostgreSQL: StorePush as Standalone, or what one would write instead, see tests/Rivals.</summary>
internal sealed class OneProcess : ISystem
{
    private const int MaxConnections = 20;
    private const int PreparedStatements = 50;

    private readonly ServiceProcess _process;
    private readonly PostgresDatabase _database;
    private readonly int? _postgres;
    private readonly Func<DevicePlace, Uri, ILoadDevice> _createDevice;

    private OneProcess(
        string name, ServiceProcess process, PostgresDatabase database, int? postgres, Func<DevicePlace, Uri, ILoadDevice> createDevice) =>
        (Name, _process, _database, _postgres, _createDevice) = (name, process, database, postgres, createDevice);

    public string Name { get; }

    public IReadOnlyList<Target> Targets => [Callers.Of(_process.Url)];

    public CostMeter Costs => new([("server", _process.Id), ("postgres", _postgres)]);

    public string Output => _process.Output;

    /// <summary>The three services without a broker.</summary>
    public static async Task<OneProcess> StartStandaloneAsync(BenchServers servers, CancellationToken stop)
    {
        var (database, connectionString) = await servers.CreateDatabaseAsync(stop);
        var process = await ServiceProcess.StartAsync(
            "Standalone",
            Path.GetTempPath(),
            FreeUrl(),
            ("Database__ConnectionString", connectionString),
            ("Auth__SigningKey", TestToken.SigningKey));
        return new OneProcess(
            "Standalone", process, database, await servers.FindPostgresAsync(stop), (place, url) => new StorePushDevice(place, url));
    }

    public static async Task<OneProcess> StartSocketIoAsync(BenchServers servers, CancellationToken stop)
    {
        var (database, connectionString) = await servers.CreateDatabaseAsync(stop);
        var url = FreeUrl();
        var server = new ProcessStartInfo("node", Path.GetFullPath("tests/Rivals/SocketIo/server.mjs"));
        var process = await ServiceProcess.StartAsync(
            server,
            url,
            ("NODE_ENV", "production"),
            ("DATABASE_URL", ToUrl(connectionString)),
            ("SIGNING_KEY", TestToken.SigningKey),
            ("PORT", $"{url.Port}"));
        return new OneProcess(
            "Socket.IO", process, database, await servers.FindPostgresAsync(stop), (place, url) => new SocketIoDevice(place, url));
    }

    public static async Task<OneProcess> StartSignalRAsync(BenchServers servers, CancellationToken stop)
    {
        var (database, connectionString) = await servers.CreateDatabaseAsync(stop);

        // As Delivery does. Npgsql's default of 100 is all that PostgreSQL takes by default, from everybody together.
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = MaxConnections,
            MaxAutoPrepare = PreparedStatements,
        };
        var process = await ServiceProcess.StartAsync(
            "SignalR", Path.GetTempPath(), FreeUrl(), ("Database", connection.ConnectionString), ("SigningKey", TestToken.SigningKey));
        return new OneProcess(
            "SignalR", process, database, await servers.FindPostgresAsync(stop), (place, url) => new SignalRDevice(place, url));
    }

    public ILoadDevice CreateDevice(DevicePlace place) => _createDevice(place, _process.Url);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _database.DisposeAsync();
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{ServerPorts.Free()}");

    private static string ToUrl(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        return new UriBuilder("postgresql", connection.Host, connection.Port, connection.Database)
        {
            UserName = connection.Username,
            Password = connection.Password,
        }.Uri.ToString();
    }
}
