namespace StorePush.Cli.Load.Scenarios;

internal static class ScenarioNames
{
    public const string Steady = "steady";

    public const string Replay = "replay";

    public const string Storm = "storm";

    public const string Slow = "slow";

    public static IReadOnlyList<string> All { get; } = [Steady, Replay, Storm, Slow];
}
