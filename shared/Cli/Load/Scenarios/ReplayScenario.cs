using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Reports;

namespace StorePush.Cli.Load.Scenarios;

/// <summary>Orders come while no device is connected; then all devices connect at once and get them all.</summary>
internal sealed class ReplayScenario : ILoadScenario
{
    public async Task<ScenarioReport> RunAsync(LoadSession session, CancellationToken stop)
    {
        var backlog = session.Options.Backlog * session.Options.Stores;
        await session.PlaceClosedAsync(new OrderSchedule(Amount.Of(0), Amount.Of(backlog)), stop);

        var start = session.Clock.GetTimestamp();
        var connecting = ConnectAsync(session, start, stop);
        var rang = await session.WaitAsync(() => session.Ledger.NotReceived == 0 || connecting.IsFaulted, stop)
            ? session.Clock.GetElapsedTime(start)
            : (TimeSpan?)null;
        var connected = await connecting;
        await session.SettleAsync(stop);
        var settled = session.Clock.GetElapsedTime(start);
        return new ScenarioReport
        {
            Replay = new ReplayReport(
                session.Ledger.Measured.Counts.Accepted,
                connected.TotalMilliseconds,
                rang?.TotalMilliseconds,
                session.Ledger.NotSettled == 0 ? settled.TotalMilliseconds : null),
        };
    }

    private static async Task<TimeSpan> ConnectAsync(LoadSession session, long start, CancellationToken stop)
    {
        await session.ConnectAsync(stop);
        return session.Clock.GetElapsedTime(start);
    }
}
