using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace StorePush.Sagas.EntityFrameworkCore.Rows.Postgres;

/// <summary>Writes rows to PostgreSQL: one statement per kind of write, all of them in one round trip and one commit.</summary>
public sealed class PostgresRowWriter : RowWriter
{
    // Writers lock rows in nearly the same order, so a deadlock is rare and the second try nearly always gets through.
    private const int MaxAttempts = 4;

    private protected override async Task<IReadOnlyList<int>> WriteAsync<TEntity>(
        DbContext context,
        RowMap<TEntity> map,
        IReadOnlyList<RowGroup> groups,
        IReadOnlyList<RowWrite<TEntity>> writes,
        CancellationToken cancellationToken)
    {
        if (map.Columns.FirstOrDefault(column => column.Mapping.StoreType.EndsWith(']')) is { } array)
            throw new RowMappingException(typeof(TEntity), $"its column for {array.PropertyName} is an array");

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ExecuteAsync(context, map, groups, writes, cancellationToken);
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && MayRetry(context, exception))
            {
                // The server rolled the transaction back and asks for another try.
            }
        }
    }

    // A transaction of the caller's is over after an error: only the caller can begin it again.
    private static bool MayRetry(DbContext context, PostgresException exception) =>
        context.Database.CurrentTransaction is null
        && exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static async Task<IReadOnlyList<int>> ExecuteAsync<TEntity>(
        DbContext context,
        RowMap<TEntity> map,
        IReadOnlyList<RowGroup> groups,
        IReadOnlyList<RowWrite<TEntity>> writes,
        CancellationToken cancellationToken)
        where TEntity : class
    {
        // Outside a transaction the server takes a batch as one transaction: no BEGIN and COMMIT of our own.
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var transaction = (NpgsqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction();
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (context.Database.GetCommandTimeout() is { } seconds)
            batch.Timeout = seconds;

        foreach (var group in groups)
            batch.BatchCommands.Add(PostgresStatement.Create(map, group, writes));

        // The last NextResultAsync ends when the server has committed, and throws when it could not.
        var written = new List<int>(writes.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var group in groups)
        {
            while (await reader.ReadAsync(cancellationToken))
                written.Add(group.Positions[(int)reader.GetInt64(0) - 1]);

            await reader.NextResultAsync(cancellationToken);
        }

        return written;
    }
}
