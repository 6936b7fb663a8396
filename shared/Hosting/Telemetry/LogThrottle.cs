namespace StorePush.Hosting.Telemetry;

/// <summary>
/// Lets one line of a kind through per second: what goes wrong thousands of times a second is said once, with how often it was not said.
/// Thread-safe.
/// </summary>
/// <param name="clock">The time.</param>
public sealed class LogThrottle(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long? _lastAt;
    private long _suppressed;

    /// <summary>Whether to write the line.</summary>
    /// <param name="suppressed">How many lines were not written since the last one that was.</param>
    public bool Passes(out long suppressed)
    {
        lock (_gate)
        {
            suppressed = _suppressed;
            if (_lastAt is { } last && clock.GetElapsedTime(last) < Interval)
            {
                _suppressed++;
                return false;
            }

            (_lastAt, _suppressed) = (clock.GetTimestamp(), 0);
            return true;
        }
    }
}
