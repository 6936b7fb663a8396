using Testcontainers.PostgreSql;
using Xunit;

namespace StorePush.Tests.Common.Servers;

/// <summary>A PostgreSQL for the tests of one assembly, started when the first test asks for a database.</summary>
/// <remarks>
/// Use as an assembly fixture. If <c>STOREPUSH_TEST_POSTGRES</c> has the connection string of a server on which databases may be
/// created, that server is used, else a container.
/// </remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Variable = "STOREPUSH_TEST_POSTGRES";
    private const string DurableVariable = "STOREPUSH_DURABLE";
    private const string Image = "postgres:17-alpine";
    private const int Port = 5432;

    private readonly SemaphoreSlim _starting = new(1);
    private PostgreSqlContainer? _container;
    private string? _connectionString = Environment.GetEnvironmentVariable(Variable);

    /// <summary>
    /// Whether it waits for the disk before it says that something is committed, as a server has to that isn't for tests, and can repair a
    /// page that it was killed over. By default where <c>STOREPUSH_DURABLE</c> is set.
    /// </summary>
    public bool WaitsForDisk { get; init; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DurableVariable));

    /// <summary>The container, once a database was asked for; null when the server was given.</summary>
    public ServerContainer? Container { get; private set; }

    /// <summary>Nothing yet: a run that needs no PostgreSQL starts none.</summary>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Creates an empty database, which is dropped when disposed of.</summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var server = await StartAsync(cancellationToken);
        var name = $"test_{Guid.CreateVersion7():n}";
        await PostgresDatabase.ExecuteAsync(server, $"CREATE DATABASE {name}", cancellationToken);
        return new PostgresDatabase(server, name);
    }

    /// <summary>Removes the container, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
            await _container.DisposeAsync();

        _starting.Dispose();
    }

    private string Fsync => WaitsForDisk ? "on" : "off";

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (string.IsNullOrEmpty(_connectionString))
            {
                _container = new PostgreSqlBuilder(Image)
                    .WithPortBinding(ServerPorts.Free(), Port)

                    // Testcontainers turns it off, and a server that is killed would forget what it has committed.
                    .WithCommand("-c", "synchronous_commit=on", "-c", $"fsync={Fsync}", "-c", $"full_page_writes={Fsync}")
                    .WithLabel(TestRun.Label, TestRun.Id)
                    .Build();
                await _container.StartAsync(cancellationToken);
                Container = new ServerContainer(_container.Id);
                _connectionString = _container.GetConnectionString();
            }

            return _connectionString;
        }
        finally
        {
            _starting.Release();
        }
    }
}
