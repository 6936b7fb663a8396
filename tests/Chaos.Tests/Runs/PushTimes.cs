using StorePush.Cli.Load.Orders;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>
/// Asks Delivery when it pushed what: a push of what is settled is wrong even when an edge keeps it from the devices.
/// </summary>
internal static class PushTimes
{
    private const int Sample = 500;

    /// <summary>
    /// After an outage Delivery waits for acknowledgements that are safe but not written down, and not for ever: see AckBacklog. What it
    /// pushes then an edge keeps from the devices, as the load's own count shows. Few are that; many are a defect.
    /// </summary>
    private const int MostCrossings = Sample / 100;

    /// <summary>
    /// Delivery holds pushes back for acknowledgements that are a second old; younger ones may be on their way to the row that a replay
    /// reads or a sweep locks at this moment.
    /// </summary>
    private static readonly TimeSpan Crossing = TimeSpan.FromSeconds(1);

    /// <returns>Which messages were pushed how long after the first device knew that its acknowledgement is safe.</returns>
    public static async Task<IReadOnlyList<string>> FindLateAsync(
        Platform platform, IReadOnlyCollection<LoadOrder> orders, TimeProvider clock)
    {
        var (now, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var late = new List<string>();
        foreach (var order in orders.Where(order => order.SettledAt is not null).OrderByDescending(order => order.LastPush).Take(Sample))
        {
            var settledAt = now - clock.GetElapsedTime(order.SettledAt!.Value, timestamp);
            var after = await FindLastPushAsync(platform, order.MessageId) - settledAt;
            if (after > Crossing)
                late.Add($"{order.MessageId} {after.TotalSeconds:0.000} s after");
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
