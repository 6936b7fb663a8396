using System.Text.Json;
using StorePush.Cli.Load.Orders;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>Finds the order for which its shop waited longest, and what Delivery did with it meanwhile.</summary>
internal static class LatestRing
{
    /// <returns>Nothing where all rang in time.</returns>
    public static async Task<IReadOnlyList<string>> FindLateAsync(
        Platform platform, IReadOnlyCollection<LoadOrder> orders, TimeSpan? longest, TimeProvider clock)
    {
        var latest = orders
            .Where(order => order is { AcceptedAt: not null, ReceivedAt: not null })
            .MaxBy(order => order.ReceivedAt!.Value - order.IntendedAt);
        if (latest is null || !(clock.GetElapsedTime(latest.IntendedAt, latest.ReceivedAt!.Value) > longest))
            return [];

        var due = clock.GetUtcNow() - clock.GetElapsedTime(latest.IntendedAt);
        var timeline = await platform.GetAsync($"/v1/messages/{latest.MessageId}/timeline");
        var events = timeline.GetProperty("events").EnumerateArray().Select(happened => Describe(happened, due));
        var rang = clock.GetElapsedTime(latest.IntendedAt, latest.ReceivedAt.Value);
        return
        [
            $"{latest.MessageId} of {latest.StoreId} rang {rang.TotalSeconds:0.00} s after it was due at {due:HH:mm:ss.fff}: {string.Join(", ", events)}",
        ];
    }

    private static string Describe(JsonElement happened, DateTimeOffset due)
    {
        var after = happened.GetProperty("at").GetDateTimeOffset() - due;
        var edges = happened.TryGetProperty("edges", out var names) ? $" to {names}" : "";
        return $"{happened.GetProperty("type")}{edges} after {after.TotalSeconds:0.00} s";
    }
}
