using Npgsql;
using StorePush.Delivery.Sessions;

namespace StorePush.Delivery.Persistence.Postgres;

/// <summary>Finds the devices that are online, by an index, in one round trip.</summary>
/// <remarks>
/// Said without Entity Framework, since each order asks three times. <c>OFFSET 0</c> keeps the planner from making a join of what stands
/// before it: of a prepared statement it does not know for how many stores it asks, and of a thousand devices it would read all; and the
/// state of a message, as a condition of a join, would tempt it into the index of all that is pending.
/// </remarks>
internal sealed class PostgresOnlineSessions(NpgsqlDataSource database) : IOnlineSessions
{
    internal const string OfStores =
        """
        SELECT session.connection_id, session.store_id, session.device_id, session.edge_id, session.connected_at
        FROM unnest($1::text[]) AS store (id)
        CROSS JOIN LATERAL (SELECT * FROM device_sessions WHERE store_id = store.id OFFSET 0) AS session
        """;

    internal const string OfPending =
        """
        SELECT session.connection_id, session.store_id, session.device_id, session.edge_id, session.connected_at, message.correlation_id
        FROM unnest($1::uuid[]) AS wanted (id)
        CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE correlation_id = wanted.id OFFSET 0) AS message
        CROSS JOIN LATERAL (SELECT * FROM device_sessions WHERE store_id = message.store_id OFFSET 0) AS session
        WHERE message.state = 'Pending'
        """;

    public async Task<ILookup<string, DeviceSession>> OfStoresAsync(
        IReadOnlyCollection<string> storeIds, CancellationToken cancellationToken)
    {
        var sessions = await QueryAsync(OfStores, storeIds.Distinct().ToArray(), ReadSession, cancellationToken);
        return sessions.ToLookup(session => session.StoreId);
    }

    public async Task<IReadOnlyList<(Guid MessageId, DeviceSession Session)>> OfPendingAsync(
        IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken) =>
        await QueryAsync(OfPending, messageIds.Distinct().ToArray(), row => (row.GetGuid(5), ReadSession(row)), cancellationToken);

    private async Task<List<TRow>> QueryAsync<TKey, TRow>(
        string sql, TKey[] keys, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<TKey[]> { TypedValue = keys });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private static DeviceSession ReadSession(NpgsqlDataReader row) => new()
    {
        ConnectionId = row.GetGuid(0),
        StoreId = row.GetString(1),
        DeviceId = row.GetString(2),
        EdgeId = row.GetString(3),
        ConnectedAt = row.GetFieldValue<DateTimeOffset>(4),
    };
}
