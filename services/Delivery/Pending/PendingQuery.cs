using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Pending;

/// <summary>Looks at what is pending. What is settled is not touched, however much that is.</summary>
internal static class PendingQuery
{
    public static async Task<PendingMessages> LookAsync(
        DeliveryDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pending = Pending(context);

        // By store first: whether it is online is asked once for each store, and not for each of its messages.
        var stores = pending
            .GroupBy(message => message.StoreId)
            .Select(store => new
            {
                IsOnline = context.Sessions.Any(session => session.StoreId == store.Key),
                Count = store.Count(),
                Oldest = store.Min(message => message.AcceptedAt),
            });
        var groups = await stores
            .GroupBy(store => store.IsOnline)
            .Select(group => new
            {
                IsOnline = group.Key,
                Count = group.Sum(store => store.Count),
                Oldest = group.Min(store => store.Oldest),
            })
            .ToDictionaryAsync(group => group.IsOnline, group => new PendingGroup(group.Count, Since(group.Oldest)), cancellationToken);

        var nextExpiry = await pending.MinAsync(message => (DateTimeOffset?)message.ExpiryDueAt, cancellationToken);
        var nextPush = await pending
            .Where(message => message.NextPushAt != null)
            .MinAsync(message => message.NextPushAt, cancellationToken);

        var none = new PendingGroup(0, TimeSpan.Zero);
        return new(
            groups.GetValueOrDefault(true, none), groups.GetValueOrDefault(false, none), Since(nextExpiry), Since(nextPush));

        TimeSpan Since(DateTimeOffset? time) => time < now ? now - time.Value : TimeSpan.Zero;
    }

    /// <summary>The message that has waited longest for a store with a device online.</summary>
    public static Task<DeliveryState?> FindOldestOnlineAsync(DeliveryDbContext context, CancellationToken cancellationToken) =>
        Pending(context)
            .Where(message => context.Sessions.Any(session => session.StoreId == message.StoreId))
            .OrderBy(message => message.AcceptedAt)
            .FirstOrDefaultAsync(cancellationToken);

    private static IQueryable<DeliveryState> Pending(DeliveryDbContext context) =>
        context.Deliveries.AsNoTracking().Where(message => message.State == nameof(DeliveryStateMachine.Pending));
}
