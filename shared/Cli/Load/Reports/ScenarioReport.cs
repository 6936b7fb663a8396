namespace StorePush.Cli.Load.Reports;

/// <summary>What only one scenario has to tell; the others' parts are null.</summary>
internal sealed record ScenarioReport
{
    public ReplayReport? Replay { get; init; }

    public StormReport? Storm { get; init; }

    public SlowReport? Slow { get; init; }
}
