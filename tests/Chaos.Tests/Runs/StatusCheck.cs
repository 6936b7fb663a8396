using StorePush.Cli.Api;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Options;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>Asks the status calls about every order that was accepted: the ledger knows devices only.</summary>
internal static class StatusCheck
{
    private const int PageSize = 100;

    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(30);

    /// <returns>What is wrong with which order.</returns>
    public static async Task<IReadOnlyList<string>> FindWrongAsync(
        Target target, IReadOnlyCollection<LoadOrder> orders, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var api = new StorePushApi(target, clock);
        var wrong = new List<string>();
        foreach (var store in orders.Where(order => order.AcceptedAt is not null).GroupBy(order => order.StoreId))
        {
            var messages = await ListAsync(api, store.Key, cancellationToken);
            wrong.AddRange(store.Select(order => Compare(order, messages.GetValueOrDefault(order.OrderId))).OfType<string>());
        }

        return wrong;
    }

    private static string? Compare(LoadOrder order, Message? message) => message switch
    {
        null => $"{order.OrderId}: unknown",
        { Status: not "delivered" } => $"{order.OrderId}: {message.Status}",
        _ when message.ExpiresAt - message.AcceptedAt != TimeToLive => $"{order.OrderId}: expires at {message.ExpiresAt}",
        _ => null,
    };

    /// <returns>All messages of a store, by the order's id.</returns>
    public static async Task<Dictionary<string, Message>> ListAsync(
        StorePushApi api, string storeId, CancellationToken cancellationToken)
    {
        var messages = new Dictionary<string, Message>();
        string? cursor = null;
        do
        {
            var page = await api.ListMessagesAsync(storeId, null, PageSize, cursor, cancellationToken);
            foreach (var message in page.Items)
                messages[message.OrderId] = message;
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return messages;
    }
}
