using System.Diagnostics;

namespace StorePush.LoadGenerator;

/// <summary>What was measured; times as <see cref="Stopwatch"/> timestamps of this process.</summary>
internal sealed class LoadReport(
    IReadOnlyList<(long PostedAt, long AcceptedAt, long ReceivedAt)> orders, int lost, int repeated)
{
    public int Lost => lost;

    public int Repeated => repeated;

    /// <summary>From the 202 to the frame, in milliseconds; below zero when the frame was faster.</summary>
    public double AcceptedToReceived(double quantile) => Quantile(quantile, order => (order.AcceptedAt, order.ReceivedAt));

    /// <summary>From the start of the call to the frame, in milliseconds.</summary>
    public double PostedToReceived(double quantile) => Quantile(quantile, order => (order.PostedAt, order.ReceivedAt));

    private double Quantile(double quantile, Func<(long PostedAt, long AcceptedAt, long ReceivedAt), (long From, long To)> span)
    {
        double[] sorted = [.. orders.Select(span).Select(times => (times.To - times.From) * 1_000.0 / Stopwatch.Frequency).Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1];
    }
}
