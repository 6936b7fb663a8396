using HdrHistogram;

namespace StorePush.Cli.Load.Measurements;

/// <summary>Counts latencies in microseconds with three digits, whatever their number. Thread-safe.</summary>
internal sealed class LatencyHistogram
{
    private static readonly long Highest = (long)TimeSpan.FromHours(1).TotalMicroseconds;

    private readonly LongHistogram _histogram = new(1, Highest, numberOfSignificantValueDigits: 3);
    private readonly Lock _lock = new();

    /// <param name="latency">Below zero counts as zero: what was there before it was waited for took no time.</param>
    public void Record(TimeSpan latency)
    {
        var microseconds = Math.Clamp((long)latency.TotalMicroseconds, 0, Highest);
        lock (_lock)
            _histogram.RecordValue(microseconds);
    }

    public LatencySummary Summary()
    {
        lock (_lock)
        {
            return _histogram.TotalCount == 0
                ? new LatencySummary(0, null, null, null, null, null)
                : new LatencySummary(_histogram.TotalCount, At(50), At(90), At(99), At(99.9), At(100));
        }
    }

    private double At(double percentile) => _histogram.GetValueAtPercentile(percentile) / 1_000.0;
}
