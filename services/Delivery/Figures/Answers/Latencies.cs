namespace StorePush.Delivery.Figures.Answers;

/// <summary>From accepted to the first acknowledgement, in milliseconds: half took no longer, 95 and 99 of 100.</summary>
internal sealed record Latencies(int P50, int P95, int P99)
{
    public static Latencies? Of(LatencyCounts counts) =>
        counts.Total == 0 ? null : new(counts.Percentile(0.50), counts.Percentile(0.95), counts.Percentile(0.99));
}
