using Microsoft.EntityFrameworkCore;
using StorePush.Sagas.EntityFrameworkCore.Configuration;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Rows.Postgres;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using StorePush.Tests.Common.Servers;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Databases;

public sealed class PostgresTestDatabase(PostgresServer server) : TestDatabase
{
    private PostgresDatabase? _database;

    internal override RowWriter Writer { get; } = new PostgresRowWriter();

    public override async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    public override void Use(EntityFrameworkRepositoryConfigurator<Job> repository) => repository.UsePostgres();

    // Each row carries the number of the transaction that wrote it.
    public override async Task<int> CountCommitsAsync(CancellationToken cancellationToken)
    {
        await using var context = CreateContext();
        return await context.Database
            .SqlQueryRaw<int>("SELECT count(DISTINCT xmin::text)::int AS \"Value\" FROM jobs")
            .SingleAsync(cancellationToken);
    }

    public override async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var context = CreateContext();
        await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("LOCK TABLE jobs IN EXCLUSIVE MODE", cancellationToken);
        return context;
    }

    protected override async Task StartAsync(CancellationToken cancellationToken) =>
        _database = await server.CreateDatabaseAsync(cancellationToken);

    protected override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_database!.ConnectionString);
}
