using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace StorePush.Sagas.EntityFrameworkCore.Rows.Sqlite;

/// <summary>Writes rows to SQLite: one prepared statement per kind of write, all of them in one transaction.</summary>
/// <remarks>
/// The write lock is taken when the transaction begins, so it never fails half-way for a reader that became a writer. While
/// another connection has it, the writer waits. WAL, without which readers block too, is for the owner of the database to set.
/// </remarks>
public sealed class SqliteRowWriter : RowWriter
{
    // SQLite itself looks for the lock every few milliseconds; the ADO.NET driver, which takes over after this, every 150 ms.
    private const string BusyTimeout = "PRAGMA busy_timeout = 5000";

    private protected override async Task<IReadOnlyList<int>> WriteAsync<TEntity>(
        DbContext context,
        RowMap<TEntity> map,
        IReadOnlyList<RowGroup> groups,
        IReadOnlyList<RowWrite<TEntity>> writes,
        CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null)
            return await ExecuteAsync(context, map, groups, writes, cancellationToken);

        await context.Database.ExecuteSqlRawAsync(BusyTimeout, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var written = await ExecuteAsync(context, map, groups, writes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return written;
    }

    private static async Task<IReadOnlyList<int>> ExecuteAsync<TEntity>(
        DbContext context,
        RowMap<TEntity> map,
        IReadOnlyList<RowGroup> groups,
        IReadOnlyList<RowWrite<TEntity>> writes,
        CancellationToken cancellationToken)
        where TEntity : class
    {
        var written = new List<int>(writes.Count);
        foreach (var group in groups)
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
            var statement = new SqliteStatement<TEntity>(command, map, group);
            foreach (var position in group.Positions)
            {
                if (await statement.ExecuteAsync(writes[position], cancellationToken))
                    written.Add(position);
            }
        }

        return written;
    }
}
