using StorePush.Cli.Load;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>
/// When all is over, an order for each store asks whether every one of its devices still rings and is told to stop: the load itself is
/// content when one device of a store has an order.
/// </summary>
internal static class LastOrders
{
    /// <summary>
    /// An order that is acknowledged before the other device has it rings there no more, which is right. Rare, so not three times.
    /// </summary>
    private const int Rounds = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <returns>The stores of which some device had none of these orders, or was not told that it is settled.</returns>
    public static async Task<IReadOnlyList<string>> FindIncompleteAsync(LoadSession session, CancellationToken stop)
    {
        var stores = session.StoreIds;
        for (var round = 0; round < Rounds && stores.Count > 0; round++)
        {
            var orders = await session.PlaceOneEachAsync(stores, stop);
            await session.WaitAsync(() => orders.All(order => order.IsEverywhere), stop, Limit);
            stores = [.. orders.Where(order => !order.IsEverywhere).Select(order => order.StoreId)];
        }

        return stores;
    }
}
