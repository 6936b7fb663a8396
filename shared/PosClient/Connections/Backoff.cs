namespace StorePush.Pos.Connections;

/// <summary>Random waits from a range that doubles, so that the terminals of a server that went away don't return together.</summary>
internal sealed class Backoff(PosClientOptions options)
{
    private int _attempts;

    public TimeSpan Next()
    {
        var range = Math.Min(options.MaxBackoff.TotalMilliseconds, options.MinBackoff.TotalMilliseconds * Math.Pow(2, _attempts));
        _attempts++;
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * range);
    }

    public void Reset() => _attempts = 0;
}
