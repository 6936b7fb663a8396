namespace StorePush.Chaos.Tests.Runs;

/// <summary>The load under which the fault happens.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Orders per second.</summary>
    public double Rate { get; init; } = 200;

    public int Stores { get; init; } = 200;

    /// <summary>Devices per store.</summary>
    public int Devices { get; init; } = 2;

    /// <summary>Load before the fault: the first seconds measure the compiler.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>When the cluster must be as quick as before, after the fault has ended.</summary>
    public TimeSpan LongestRecovery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How late an order may ring at worst, counted from when it was due, where that is promised.</summary>
    public TimeSpan? LongestRing { get; init; }

    /// <summary>How long after the moment at which it was to come back a device may be away at worst, where that is promised.</summary>
    public TimeSpan? LatestReturn { get; init; }

    /// <summary>Whether the cluster must become as quick as before: on a machine that others use too, that may be their fault.</summary>
    public bool IsSpeedJudged { get; init; } = true;

    public bool AllAcknowledge { get; init; }

    /// <summary>Whether devices connect past the link: thousands of them would need too many descriptors here.</summary>
    public bool WithoutDeviceLink { get; init; }
}
