using Microsoft.EntityFrameworkCore;
using StorePush.Batching;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;

namespace StorePush.Delivery.Sessions;

/// <summary>Records who is connected where. A storm of reconnecting devices is recorded in few transactions.</summary>
internal sealed class SessionRegistrar : IAsyncDisposable
{
    private static readonly BatcherOptions Limits = new() { MaxConcurrentBatches = 2 };

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly Batcher<DeviceConnected, Registration> _connects;
    private readonly Batcher<Guid, bool> _disconnects;

    public SessionRegistrar(Database database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _connects = new(RegisterAsync, Limits);
        _disconnects = new(RemoveAsync, Limits);
    }

    /// <summary>Records a connection; committed when this returns, so that what is read next is complete.</summary>
    public Task<Registration> RegisterAsync(DeviceConnected connected, CancellationToken cancellationToken) =>
        _connects.AddAsync(connected, cancellationToken);

    /// <summary>Removes exactly this connection: the device may have a newer one.</summary>
    public Task RemoveAsync(Guid connectionId, CancellationToken cancellationToken) =>
        _disconnects.AddAsync(connectionId, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connects.DisposeAsync();
        await _disconnects.DisposeAsync();
    }

    private Task<IReadOnlyList<Registration>> RegisterAsync(
        IReadOnlyList<DeviceConnected> connects, CancellationToken cancellationToken) =>
        _database.QueryAsync<IReadOnlyList<Registration>>(async context =>
        {
            string[] stores = [.. connects.Select(connect => connect.StoreId).Distinct()];
            string[] devices = [.. connects.Select(connect => connect.DeviceId).Distinct()];

            var revokedAt = await context.Revocations
                .AsNoTracking()
                .Where(revocation => stores.Contains(revocation.StoreId) && devices.Contains(revocation.DeviceId))
                .ToDictionaryAsync(
                    revocation => (revocation.StoreId, revocation.DeviceId), revocation => revocation.RevokedAt, cancellationToken);
            bool IsRevoked(DeviceConnected connect) =>
                revokedAt.TryGetValue((connect.StoreId, connect.DeviceId), out var at) && connect.TokenIssuedAt <= at;

            await context.Rows.InsertMissingAsync(
                context, [.. connects.Where(connect => !IsRevoked(connect)).Select(ToSession)], cancellationToken);

            var sessions = (await context.Sessions
                    .AsNoTracking()
                    .Where(session => stores.Contains(session.StoreId) && devices.Contains(session.DeviceId))
                    .ToListAsync(cancellationToken))
                .ToLookup(session => (session.StoreId, session.DeviceId));
            var replaced = FindReplaced(sessions);
            await RemoveAsync(
                context, [.. replaced.SelectMany(device => device).Select(session => session.ConnectionId)], cancellationToken);

            var now = _clock.GetUtcNow();
            var waiting = await context.Deliveries
                .Where(message => stores.Contains(message.StoreId)
                    && message.State == nameof(Sagas.DeliveryStateMachine.Pending)
                    && message.ExpiresAt > now)
                .Select(message => message.StoreId)
                .Distinct()
                .ToHashSetAsync(cancellationToken);

            return [.. connects.Select(connect => new Registration(
                connect,
                IsRevoked(connect),
                waiting.Contains(connect.StoreId),
                [.. replaced[(connect.StoreId, connect.DeviceId)]],
                sessions[(connect.StoreId, connect.DeviceId)].MaxBy(session => session.ConnectedAt)))];
        });

    /// <summary>All but each device's latest connection.</summary>
    private static ILookup<(string StoreId, string DeviceId), DeviceSession> FindReplaced(
        ILookup<(string StoreId, string DeviceId), DeviceSession> sessions) => sessions
            .SelectMany(device => device.OrderByDescending(session => session.ConnectedAt).Skip(1))
            .ToLookup(session => (session.StoreId, session.DeviceId));

    private Task<IReadOnlyList<bool>> RemoveAsync(IReadOnlyList<Guid> connectionIds, CancellationToken cancellationToken) =>
        _database.QueryAsync<IReadOnlyList<bool>>(async context =>
        {
            await RemoveAsync(context, connectionIds, cancellationToken);
            return new bool[connectionIds.Count];
        });

    private static async Task RemoveAsync(
        DeliveryDbContext context, IReadOnlyList<Guid> connectionIds, CancellationToken cancellationToken)
    {
        if (connectionIds.Count > 0)
        {
            await context.Sessions
                .Where(session => connectionIds.Contains(session.ConnectionId))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static DeviceSession ToSession(DeviceConnected connected) => new()
    {
        ConnectionId = connected.ConnectionId,
        StoreId = connected.StoreId,
        DeviceId = connected.DeviceId,
        EdgeId = connected.EdgeId,
        ConnectedAt = connected.ConnectedAt,
    };
}
