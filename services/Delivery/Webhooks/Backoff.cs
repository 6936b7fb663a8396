namespace StorePush.Delivery.Webhooks;

/// <summary>
/// The waits between tries: the first one, then twice as long each time, up to the longest. Each is anywhere between half of that and all
/// of it, so that what failed together does not come again together.
/// </summary>
internal static class Backoff
{
    /// <param name="failures">How often it has failed so far, 1 or more.</param>
    /// <param name="first">The first wait.</param>
    /// <param name="longest">The longest wait.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest, double chance)
    {
        // As a double it can't overflow, however often it has failed.
        var whole = Math.Min(first.TotalSeconds * Math.Pow(2, failures - 1), longest.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (1 + chance) / 2);
    }
}
