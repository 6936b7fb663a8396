namespace StorePush.Hosting.Telemetry;

/// <summary>
/// Lets one line of a kind through per second: what goes wrong thousands of times a second is said once, with how often it was not said.
/// Thread-safe.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="interval">The time between two lines, where it is not a second.</param>
public sealed class LogThrottle(TimeProvider clock, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(1);
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
            if (_lastAt is { } last && clock.GetElapsedTime(last) < _interval)
            {
                _suppressed++;
                return false;
            }

            (_lastAt, _suppressed) = (clock.GetTimestamp(), 0);
            return true;
        }
    }
}
