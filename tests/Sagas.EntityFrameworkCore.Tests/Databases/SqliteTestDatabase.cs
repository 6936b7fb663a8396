using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using StorePush.Sagas.EntityFrameworkCore.Configuration;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Rows.Sqlite;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Databases;

/// <summary>A file in a directory of its own; WAL, as the owner of a database is asked to set.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("storepush-");

    internal override RowWriter Writer { get; } = new SqliteRowWriter();

    private string ConnectionString => $"Data Source={Path.Combine(_directory.FullName, "test.db")}";

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    public override void Use(EntityFrameworkRepositoryConfigurator<Job> repository) => repository.UseSqlite();

    public override Task<int> CountCommitsAsync(CancellationToken cancellationToken) => Task.FromResult(Log.Commits);

    public override async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var context = CreateContext();
        await context.Database.BeginTransactionAsync(cancellationToken);
        return context;
    }

    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = CreateContext();
        await context.Database.OpenConnectionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }

    protected override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);
}
