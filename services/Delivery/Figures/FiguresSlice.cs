namespace StorePush.Delivery.Figures;

/// <summary>What one process did within a few seconds: a row that it writes over until they have passed.</summary>
internal sealed class FiguresSlice
{
    /// <summary>How long a slice is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>When the slice began.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The process, by a name that it makes up when it starts, and when its clock goes back.</summary>
    public Guid ProcessId { get; set; }

    public int Accepted { get; set; }

    public int Delivered { get; set; }

    public int Expired { get; set; }

    /// <summary>How long the delivered ones took; see <see cref="LatencyCounts"/>.</summary>
    public string Latencies { get; set; } = "";

    /// <summary>The beginning of the slice that a moment is in.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            time.ToUnixTimeMilliseconds() / (long)Length.TotalMilliseconds * (long)Length.TotalMilliseconds);
}
