using System.ComponentModel;

namespace StorePush.Hosting.Deliveries;

/// <summary>The waits between the pushes of one message.</summary>
[TypeConverter(typeof(PushIntervalsConverter))]
public sealed class PushIntervals
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly TimeSpan[] _waits;

    /// <summary>Takes the waits in order; the last one repeats.</summary>
    /// <param name="waits">At least one, each longer than zero and at most an hour.</param>
    /// <exception cref="ArgumentException">There is none, or one is not longer than zero, or is longer than an hour.</exception>
    public PushIntervals(params IEnumerable<TimeSpan> waits)
    {
        _waits = [.. waits];

        // "10" is ten days.
        if (_waits.Length == 0 || _waits.Any(wait => wait <= TimeSpan.Zero || wait > Longest))
            throw new ArgumentException("Push intervals are one or more waits such as 00:00:10, each longer than zero and at most an hour.", nameof(waits));
    }

    /// <summary>10, 20, 40, then every 60 seconds.</summary>
    public static PushIntervals Default { get; } =
        new([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60)]);

    /// <summary>The wait before the next push.</summary>
    /// <param name="pushes">How often the message was pushed so far; 0 counts as 1.</param>
    public TimeSpan After(int pushes) => _waits[Math.Clamp(pushes - 1, 0, _waits.Length - 1)];

    /// <summary>The form that configuration has.</summary>
    public override string ToString() => string.Join(',', _waits);
}
