using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Figures.Answers;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Figures;

/// <summary>Asks the database what is pending and who is online: of everything, or of one store.</summary>
internal static class CurrentFigures
{
    /// <summary>The stores that are named as those that have waited longest.</summary>
    public const int MaxWaitingStores = 10;

    /// <summary>How long messages wait: 10 seconds is the first repeated push, 5 minutes too long for a warm meal.</summary>
    private static readonly int[] Ages = [10, 60, 300, 900];

    public static IQueryable<DeliveryState> Pending(DeliveryDbContext context) =>
        context.Deliveries.AsNoTracking().Where(message => message.State == nameof(DeliveryStateMachine.Pending));

    /// <summary>One walk through an index that holds nothing but what is pending.</summary>
    public static async Task<PendingFigures> CountAsync(
        IQueryable<DeliveryState> pending, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset[] since = [.. Ages.Select(age => now.AddSeconds(-age))];
        var (first, second, third, fourth) = (since[0], since[1], since[2], since[3]);
        var counts = await pending
            .GroupBy(_ => 1)
            .Select(all => new
            {
                Count = all.Count(),
                Oldest = all.Min(message => message.AcceptedAt),
                First = all.Count(message => message.AcceptedAt > first),
                Second = all.Count(message => message.AcceptedAt > second),
                Third = all.Count(message => message.AcceptedAt > third),
                Fourth = all.Count(message => message.AcceptedAt > fourth),
            })
            .SingleOrDefaultAsync(cancellationToken);
        int[] younger = counts is null
            ? [0, 0, 0, 0, 0]
            : [counts.First, counts.Second, counts.Third, counts.Fourth, counts.Count];
        return new(
            younger[^1],
            counts?.Oldest,
            [.. younger.Select((count, index) => new AgeCount(
                index < Ages.Length ? Ages[index] : null, index == 0 ? count : count - younger[index - 1]))],
            null);
    }

    public static async Task<IReadOnlyList<WaitingStore>> WaitingAsync(DeliveryDbContext context, CancellationToken cancellationToken)
    {
        var waiting = await Pending(context)
            .GroupBy(message => message.StoreId)
            .Select(store => new { store.Key, Count = store.Count(), Oldest = store.Min(message => message.AcceptedAt) })
            .OrderBy(store => store.Oldest)
            .Take(MaxWaitingStores)
            .ToListAsync(cancellationToken);
        string[] stores = [.. waiting.Select(store => store.Key)];
        var devices = await context.Sessions
            .Where(session => stores.Contains(session.StoreId))
            .GroupBy(session => session.StoreId)
            .Select(store => new { store.Key, Count = store.Count() })
            .ToDictionaryAsync(store => store.Key, store => store.Count, cancellationToken);
        return [.. waiting.Select(store =>
            new WaitingStore(store.Key, store.Count, store.Oldest, devices.GetValueOrDefault(store.Key)))];
    }

    /// <summary>All edges, or those on which a store's devices are.</summary>
    public static async Task<OnlineFigures> OnlineAsync(
        DeliveryDbContext context, string? storeId, CancellationToken cancellationToken)
    {
        var sessions = context.Sessions.Where(session => storeId == null || session.StoreId == storeId);
        var devices = await sessions
            .GroupBy(session => session.EdgeId)
            .Select(edge => new { edge.Key, Count = edge.Count() })
            .ToDictionaryAsync(edge => edge.Key, edge => edge.Count, cancellationToken);
        var stores = await sessions.Select(session => session.StoreId).Distinct().CountAsync(cancellationToken);
        var heartbeats = await context.Edges
            .ToDictionaryAsync(edge => edge.EdgeId, edge => edge.HeartbeatAt, cancellationToken);
        return new(
            devices.Values.Sum(),
            stores,
            [.. devices.Keys.Union(storeId is null ? heartbeats.Keys : []).Order(StringComparer.Ordinal).Select(edge => new EdgeFigures(
                edge, devices.GetValueOrDefault(edge), heartbeats.TryGetValue(edge, out var at) ? at : null))]);
    }
}
