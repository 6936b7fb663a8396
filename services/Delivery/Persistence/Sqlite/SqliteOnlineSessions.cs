using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;

namespace StorePush.Delivery.Persistence.Sqlite;

/// <summary>Finds the devices that are online in the file of Standalone.</summary>
internal sealed class SqliteOnlineSessions(Database database) : IOnlineSessions
{
    public async Task<ILookup<string, DeviceSession>> OfStoresAsync(
        IReadOnlyCollection<string> storeIds, CancellationToken cancellationToken)
    {
        string[] stores = [.. storeIds.Distinct()];
        var sessions = await database.QueryAsync(context => context.Sessions
            .AsNoTracking()
            .Where(session => stores.Contains(session.StoreId))
            .ToListAsync(cancellationToken));
        return sessions.ToLookup(session => session.StoreId);
    }

    public async Task<IReadOnlyList<(Guid MessageId, DeviceSession Session)>> OfPendingAsync(
        IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(context => context.Deliveries
            .AsNoTracking()
            .Where(message => messageIds.Contains(message.CorrelationId) && message.State == nameof(DeliveryStateMachine.Pending))
            .Join(
                context.Sessions,
                message => message.StoreId,
                session => session.StoreId,
                (message, session) => new { message.CorrelationId, Session = session })
            .ToListAsync(cancellationToken));
        return [.. found.Select(each => (each.CorrelationId, each.Session))];
    }
}
