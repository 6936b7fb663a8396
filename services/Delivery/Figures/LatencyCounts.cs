using System.Globalization;

namespace StorePush.Delivery.Figures;

/// <summary>Counts durations in classes that are a tenth wide, so that counts of several processes can be added up. Not thread-safe.</summary>
internal sealed class LatencyCounts
{
    private const double Growth = 1.1;

    /// <summary>The last class holds what takes longer than messages live.</summary>
    private static readonly int Classes = ClassOf(TimeSpan.FromDays(1).TotalMilliseconds) + 1;

    private readonly int[] _counts = new int[Classes];

    public int Total { get; private set; }

    public void Add(TimeSpan latency)
    {
        _counts[Math.Min(ClassOf(latency.TotalMilliseconds), Classes - 1)]++;
        Total++;
    }

    /// <summary>Adds what <see cref="ToString"/> wrote.</summary>
    public void Add(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var count = int.Parse(part.AsSpan(colon + 1), CultureInfo.InvariantCulture);
            _counts[Math.Min(int.Parse(part.AsSpan(0, colon), CultureInfo.InvariantCulture), Classes - 1)] += count;
            Total += count;
        }
    }

    /// <summary>A duration that this share of all is not longer than, a tenth too high at most; in milliseconds.</summary>
    public int Percentile(double share)
    {
        var rank = Math.Max(1, (int)Math.Ceiling(share * Total));
        var seen = 0;
        for (var index = 0; index < Classes; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
                return (int)Math.Round(Math.Pow(Growth, index));
        }

        return 0;
    }

    public override string ToString() => string.Join(',', _counts
        .Select((count, index) => (count, index))
        .Where(each => each.count > 0)
        .Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.index}:{each.count}")));

    private static int ClassOf(double milliseconds) =>
        milliseconds <= 1 ? 0 : (int)Math.Ceiling(Math.Log(milliseconds) / Math.Log(Growth));
}
