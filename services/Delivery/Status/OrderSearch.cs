using Microsoft.EntityFrameworkCore;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;
using StorePush.Protocol;

namespace StorePush.Delivery.Status;

/// <summary>Finds the messages of an order by the ids that they must have, since an id follows from platform, store, order and kind.</summary>
/// <remarks>
/// No index on orders: it made every order a third dearer for the database, for a question that is asked now and then.
/// Without the store, the ids that the order would have in each store are looked up, a page of stores at a time and one search at a time.
/// </remarks>
internal sealed class OrderSearch(Database database) : IDisposable
{
    /// <summary>The stores that one page looks through; some 20,000 look-ups of a primary key.</summary>
    public const int StoresPerPage = 5_000;

    private static readonly string[] Kinds = [MessageKinds.OrderPlaced, MessageKinds.OrderCancelled];

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The order in one store.</summary>
    public Task<List<MessageStatus>> FindAsync(
        string orderId, string storeId, IReadOnlyList<string> platforms, CancellationToken cancellationToken) =>
        database.QueryAsync(context => FindAsync(context, orderId, [storeId], platforms, cancellationToken));

    /// <summary>The order in the stores after one, and the store after which to go on; null when there are no more.</summary>
    public async Task<(List<MessageStatus> Found, string? Next)> FindAfterAsync(
        string orderId, string afterStore, IReadOnlyList<string> platforms, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await database.QueryAsync(async context =>
            {
                var stores = await context.StoresAfterAsync(afterStore, StoresPerPage, cancellationToken);
                var found = await FindAsync(context, orderId, stores, platforms, cancellationToken);
                return (found, stores.Count == StoresPerPage ? stores[^1] : null);
            });
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static Task<List<MessageStatus>> FindAsync(
        DeliveryDbContext context,
        string orderId,
        IReadOnlyList<string> stores,
        IReadOnlyList<string> platforms,
        CancellationToken cancellationToken)
    {
        Guid[] ids =
        [
            .. from store in stores
               from platform in platforms
               from kind in Kinds
               select MessageIds.Create(platform, store, orderId, kind),
        ];
        return context.Deliveries
            .Where(row => ids.Contains(row.CorrelationId))
            .OrderByDescending(row => row.AcceptedAt)
            .ThenByDescending(row => row.CorrelationId)
            .Select(MessageStatus.FromRow)
            .ToListAsync(cancellationToken);
    }
}
