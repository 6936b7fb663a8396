using System.Globalization;

namespace StorePush.Cli.Load.Measurements;

/// <summary>Latencies in milliseconds; null when there is none.</summary>
internal sealed record LatencySummary(long Count, double? P50, double? P90, double? P99, double? P999, double? Max)
{
    public override string ToString() => Count == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"p50 {P50:0.0}  p90 {P90:0.0}  p99 {P99:0.0}  p99.9 {P999:0.0}  max {Max:0.0}");
}
