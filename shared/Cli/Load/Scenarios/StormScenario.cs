using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Reports;

namespace StorePush.Cli.Load.Scenarios;

/// <summary>While orders come, the network of all devices is cut at the same moment; they return by themselves.</summary>
internal sealed class StormScenario : ILoadScenario
{
    public async Task<ScenarioReport> RunAsync(LoadSession session, CancellationToken stop)
    {
        await session.ConnectAsync(stop);
        var schedule = new OrderSchedule(session.Options.WarmUp, session.Options.Measured);
        var placing = session.PlaceAsync(schedule, stop);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1), session.Clock);
        while (schedule.Progress < 0.5 && !placing.IsCompleted)
            await pace.WaitForNextTickAsync(stop);

        var report = await StormAsync(session, stop);
        session.Phase = "placing";
        await placing;
        await session.SettleAsync(stop);
        return new ScenarioReport { Storm = report };
    }

    private static async Task<StormReport> StormAsync(LoadSession session, CancellationToken stop)
    {
        session.Phase = "storm";
        var start = session.Clock.GetTimestamp();
        var cut = session.Fleet.CutAll();
        await session.ConnectedAsync(stop);
        var connected = session.Clock.GetElapsedTime(start);

        // What comes after this moment finds its device connected, and has nothing to do with the storm.
        var missed = session.Ledger.UnderWay();
        var hasRung = await session.WaitAsync(() => !missed.Any(order => order.IsUnderWay), stop);
        return new StormReport(
            cut,
            session.Fleet.Watch.ConnectTimes.Summary(),
            connected.TotalMilliseconds,
            hasRung ? session.Clock.GetElapsedTime(start).TotalMilliseconds : null);
    }
}
