using Microsoft.EntityFrameworkCore;
using Npgsql;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Persistence.Postgres;
using StorePush.Delivery.Persistence.Sqlite;
using StorePush.Delivery.Sessions;
using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>An empty database with Delivery's schema, made by its migrations.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    internal abstract DeliveryDbContext Open();

    internal abstract IOnlineSessions Online(Database database);

    public abstract ValueTask DisposeAsync();

    protected async Task MigrateAsync()
    {
        await using var context = Open();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>The file of Standalone.</summary>
public sealed class SqliteDatabase : TestDatabase
{
    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new SqliteDatabase();
        await database.MigrateAsync();
        return database;
    }

    public override ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal override DeliveryDbContext Open() => new SqliteDeliveryDbContext(
        new DbContextOptionsBuilder<SqliteDeliveryDbContext>()
            .UseSqlite(
                $"Data Source={Path.Combine(_directory, "test.db")}",
                sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .UseSnakeCaseNamingConvention()
            .Options);

    internal override IOnlineSessions Online(Database database) => new SqliteOnlineSessions(database);
}

/// <summary>A real PostgreSQL.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlDataSource _connections;

    private PostgresTestDatabase(PostgresDatabase database) =>
        (_database, _connections) = (database, NpgsqlDataSource.Create(database.ConnectionString));

    public static async Task<TestDatabase> CreateAsync(PostgresServer server)
    {
        var database = new PostgresTestDatabase(await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));
        await database.MigrateAsync();
        return database;
    }

    public override async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal override DeliveryDbContext Open() => new PostgresDeliveryDbContext(
        new DbContextOptionsBuilder<PostgresDeliveryDbContext>()
            .UseNpgsql(_database.ConnectionString)
            .UseSnakeCaseNamingConvention()
            .Options);

    internal override IOnlineSessions Online(Database database) => new PostgresOnlineSessions(_connections);
}
