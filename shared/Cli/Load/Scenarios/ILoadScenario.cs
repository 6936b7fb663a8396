using StorePush.Cli.Load.Reports;

namespace StorePush.Cli.Load.Scenarios;

/// <summary>What happens to the stores.</summary>
internal interface ILoadScenario
{
    /// <param name="session">What it is made of.</param>
    /// <param name="stop">The user wants an end; what is under way is still waited for.</param>
    /// <returns>What only this scenario has to tell.</returns>
    Task<ScenarioReport> RunAsync(LoadSession session, CancellationToken stop);
}
