namespace StorePush.Edge.Acknowledgements;

/// <summary>What a device may acknowledge beside what it was sent: so much per second, and so much at once.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class AckAllowance(int perSecond, int atOnce, TimeProvider clock)
{
    private double _left = atOnce;
    private long _refilledAt = clock.GetTimestamp();

    /// <summary>Takes one; false when there is none left.</summary>
    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        _left = Math.Min(atOnce, _left + (perSecond * clock.GetElapsedTime(_refilledAt, now).TotalSeconds));
        _refilledAt = now;
        if (_left < 1)
            return false;

        _left--;
        return true;
    }
}
