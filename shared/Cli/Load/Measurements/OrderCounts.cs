namespace StorePush.Cli.Load.Measurements;

/// <summary>How many orders got how far. Thread-safe.</summary>
internal sealed class OrderCounts
{
    private int _placed;
    private int _accepted;
    private int _refused;
    private int _retried;
    private int _received;
    private int _settled;
    private int _repushed;
    private int _repeated;
    private int _pushedAfterSettled;
    private long _latestPushAfterSettled;

    public int Placed => Volatile.Read(ref _placed);

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>With an answer that stays the same however often it is asked for.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Calls that were made again: 503, 429, or no answer.</summary>
    public int Retried => Volatile.Read(ref _retried);

    /// <summary>Accepted, and at a device.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>Accepted, and acknowledged for sure.</summary>
    public int Settled => Volatile.Read(ref _settled);

    /// <summary>Frames that brought a message again to a device, by another push: allowed.</summary>
    public int Repushed => Volatile.Read(ref _repushed);

    /// <summary>Frames that brought the same push again over the same connection.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>One of these, for whoever wants to know how it could come to that; null when there is none.</summary>
    public string? AnyRepeated { get; private set; }

    /// <summary>Frames of another push, well after the message was settled.</summary>
    public int PushedAfterSettled => Volatile.Read(ref _pushedAfterSettled);

    /// <summary>How long after the acknowledgement was safe the latest of these came.</summary>
    public TimeSpan LatestPushAfterSettled => TimeSpan.FromTicks(Volatile.Read(ref _latestPushAfterSettled));

    /// <summary>Placed, and neither accepted nor refused yet.</summary>
    public int InFlight => Placed - Accepted - Refused;

    public int NotReceived => Accepted - Received;

    public int NotSettled => Accepted - Settled;

    public void Place() => Interlocked.Increment(ref _placed);

    public void Accept() => Interlocked.Increment(ref _accepted);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Retry() => Interlocked.Increment(ref _retried);

    public void Receive() => Interlocked.Increment(ref _received);

    public void Settle() => Interlocked.Increment(ref _settled);

    public void Repush() => Interlocked.Increment(ref _repushed);

    /// <param name="what">Which frame came after which.</param>
    public void Repeat(string what)
    {
        Interlocked.Increment(ref _repeated);
        AnyRepeated = what;
    }

    /// <param name="after">How long after the acknowledgement was safe.</param>
    public void PushAfterSettled(TimeSpan after)
    {
        Interlocked.Increment(ref _pushedAfterSettled);
        Highest.Raise(ref _latestPushAfterSettled, after.Ticks);
    }
}
