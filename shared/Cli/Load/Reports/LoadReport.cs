namespace StorePush.Cli.Load.Reports;

/// <summary>What was measured. A field that goes away or changes its meaning changes <see cref="Version"/>.</summary>
internal sealed record LoadReport
{
    public int Version { get; init; } = 1;

    public required string Scenario { get; init; }

    /// <summary>Ended by the user: the counts are right, but what they miss may have been under way.</summary>
    public required bool IsInterrupted { get; init; }

    public required LoadSettings Settings { get; init; }

    /// <summary>From the first order to the last answer, without the warm-up.</summary>
    public required double Seconds { get; init; }

    public required OrdersReport Orders { get; init; }

    public required DuplicatesReport Duplicates { get; init; }

    public required LatenciesReport LatenciesMs { get; init; }

    public required ConnectionsReport Connections { get; init; }

    public required ProcessReport Process { get; init; }

    public ReplayReport? Replay { get; init; }

    public StormReport? Storm { get; init; }

    public SlowReport? Slow { get; init; }
}
