using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Reports;

namespace StorePush.Cli.Load.Scenarios;

/// <summary>All devices are connected, and orders come.</summary>
internal sealed class SteadyScenario : ILoadScenario
{
    public async Task<ScenarioReport> RunAsync(LoadSession session, CancellationToken stop)
    {
        await session.ConnectAsync(stop);
        await session.PlaceAsync(new OrderSchedule(session.Options.WarmUp, session.Options.Measured), stop);
        await session.SettleAsync(stop);
        return new ScenarioReport();
    }
}
