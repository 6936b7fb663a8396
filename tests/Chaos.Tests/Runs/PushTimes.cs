using StorePush.Cli.Api;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Options;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>
/// Asks Delivery when it pushed what: a push of what is settled is wrong even when an edge keeps it from the devices.
/// </summary>
internal static class PushTimes
{
    /// <summary>
    /// After an outage Delivery waits for acknowledgements that are safe but not written down, and not for ever: see AckBacklog. What it
    /// pushes then an edge keeps from the devices, as the load's own count shows. Few are that; many are a defect.
    /// </summary>
    private const int MostCrossings = 5;

    /// <summary>
    /// Delivery holds pushes back for acknowledgements that are a second old; younger ones may be on their way to the row that a replay
    /// reads or a sweep locks at this moment.
    /// </summary>
    private static readonly TimeSpan Crossing = TimeSpan.FromSeconds(1);

    /// <returns>Which messages were pushed how long after the first device knew that its acknowledgement is safe.</returns>
    public static async Task<IReadOnlyList<string>> FindLateAsync(
        Platform platform, Target target, IReadOnlyCollection<LoadOrder> orders, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var api = new StorePushApi(target, clock);
        var late = new List<string>();
        foreach (var store in orders.Where(order => order.SettledAt is not null).GroupBy(order => order.StoreId))
        {
            // What a device has seen is in the load's own count.
            var messages = await StatusCheck.ListAsync(api, store.Key, cancellationToken);
            foreach (var order in store.Where(order => messages.GetValueOrDefault(order.OrderId)?.Pushes > order.LastPush))
            {
                var settledAt = clock.GetUtcNow() - clock.GetElapsedTime(order.SettledAt!.Value);
                var after = await FindLastPushAsync(platform, order.MessageId) - settledAt;
                if (after > Crossing)
                    late.Add($"{order.MessageId} {after.TotalSeconds:0.000} s after");
            }
        }

        return late.Count > MostCrossings ? late : [];
    }

    private static async Task<DateTimeOffset> FindLastPushAsync(Platform platform, Guid messageId)
    {
        var timeline = await platform.GetAsync($"/v1/messages/{messageId}/timeline");
        return timeline.GetProperty("events").EnumerateArray()
            .Where(happened => happened.GetProperty("type").GetString() == "pushed")
            .Max(push => push.GetProperty("at").GetDateTimeOffset());
    }
}
