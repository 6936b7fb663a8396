using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace StorePush.LoadBench.Clusters;

/// <summary>Rows of orders that were placed long ago, or wait for stores that are closed, as the processes would have left them.</summary>
internal static class History
{
    private const int Stores = 20_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <summary>Fills the table, which is in use, and leaves it as maintenance would.</summary>
    /// <remarks>Without the indexes, which are made anew: kept up row by row they would take hours.</remarks>
    public static async Task WriteAsync(string connectionString, long pending, long settled, CancellationToken stop)
    {
        var limited = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = (int)Limit.TotalSeconds, Pooling = false };
        await using var connection = new NpgsqlConnection(limited.ConnectionString);
        await connection.OpenAsync(stop);
        await ExecuteAsync(connection, "SET maintenance_work_mem = '512MB'", stop);
        var indexes = await ReadIndexesAsync(connection, stop);
        Bench.Say($"writing {settled:N0} settled and {pending:N0} pending rows");
        await ExecuteAsync(
            connection,
            $"ALTER TABLE deliveries DROP CONSTRAINT pk_deliveries; {string.Join(' ', indexes.Select(index => $"DROP INDEX {index.Name};"))}",
            stop);
        await ExecuteAsync(connection, Rows("'Delivered'", settled, "now() - interval '6 days' * (1 - n::float8 / rows)", isSettled: true), stop);
        await ExecuteAsync(connection, Rows("'Pending'", pending, "now() - interval '10 minutes' * (1 - n::float8 / rows)", isSettled: false), stop);
        Bench.Say("making the indexes");
        await ExecuteAsync(connection, "ALTER TABLE deliveries ADD CONSTRAINT pk_deliveries PRIMARY KEY (correlation_id)", stop);
        foreach (var (_, definition) in indexes)
            await ExecuteAsync(connection, definition, stop);
        await ExecuteAsync(connection, "VACUUM (FREEZE, ANALYZE) deliveries", stop);
        await ExecuteAsync(connection, "CHECKPOINT", stop);
    }

    /// <summary>Pending ones wait for stores that are not online, so nothing of them is pushed; they are valid for a day.</summary>
    private static string Rows(string state, long rows, string acceptedAt, bool isSettled) =>
        $"""
        INSERT INTO deliveries (correlation_id, version, state, kind, platform, store_id, order_id, payload, accepted_at, expires_at,
          pushes, next_push_at, expiry_due_at, settled_at, delivered_by)
        SELECT gen_random_uuid(), {(isSettled ? 2 : 1)}, {state}, 'order.placed', 'meituan', 'history-' || n % {Stores}, 'history-' || n,
          convert_to('{"{"}"pad":"' || repeat('x', 690) || '"{"}"}', 'UTF8'), at, at + interval '1 day',
          {(isSettled ? 1 : 0)}, NULL, at + interval '1 day',
          {(isSettled ? "at + interval '1 second', 'till-0'" : "NULL, NULL")}
        FROM (SELECT n, {acceptedAt} AS at FROM (SELECT {rows} AS rows) total, generate_series(1, {rows}) n) orders
        """;

    private static async Task<List<(string Name, string Definition)>> ReadIndexesAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'deliveries' AND indexname <> 'pk_deliveries'", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync(stop))
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        return indexes;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Nothing in it comes from outside.")]
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
