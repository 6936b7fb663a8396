using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Reports;

/// <summary>Reads a session off when it has ended.</summary>
internal static class ReportMaker
{
    public static LoadReport Make(LoadSession session, ScenarioReport scenario, bool isInterrupted)
    {
        var end = ProcessUsage.Now(session.Clock);
        var placing = session.Clock.GetElapsedTime(session.AtMeasure.At, session.PlacedAt ?? end.At).TotalSeconds;
        var measuring = session.Clock.GetElapsedTime(session.AtMeasure.At, end.At).TotalSeconds;
        return new LoadReport
        {
            Scenario = session.Options.Scenario,
            IsInterrupted = isInterrupted,
            Settings = Settings(session.Options),
            Seconds = Math.Round(placing, 3),
            Orders = Orders(session, placing),
            Duplicates = Duplicates(session.Ledger.WarmUp.Counts, session.Ledger.Measured.Counts),
            LatenciesMs = Latencies(session.Ledger.Measured.Latencies),
            Connections = Connections(session),
            Process = Process(session, end, measuring),
            Replay = scenario.Replay,
            Storm = scenario.Storm,
            Slow = scenario.Slow,
        };
    }

    private static LoadSettings Settings(LoadOptions options) => new(
        options.Stores,
        options.Devices,
        options.Rate,
        options.Rate is null ? options.InFlight : null,
        options.OrderBytes,
        options.AllAcknowledge ? "all" : "one");

    private static OrdersReport Orders(LoadSession session, double seconds)
    {
        var counts = session.Ledger.Measured.Counts;
        return new OrdersReport(
            counts.Placed,
            counts.Accepted,
            Math.Round(counts.Accepted / Math.Max(seconds, 0.001), 1),
            counts.Refused,
            counts.Retried,
            counts.InFlight,
            counts.Received,
            counts.Settled,
            session.Ledger.NotReceived,
            session.Ledger.NotSettled);
    }

    private static DuplicatesReport Duplicates(OrderCounts warmUp, OrderCounts measured) => new(
        warmUp.Repushed + measured.Repushed,
        warmUp.Repeated + measured.Repeated,
        warmUp.PushedAfterSettled + measured.PushedAfterSettled);

    private static LatenciesReport Latencies(OrderLatencies latencies) => new(
        latencies.IntendedToAccepted.Summary(),
        latencies.IntendedToReceived.Summary(),
        latencies.IntendedToSettled.Summary(),
        latencies.AcceptedToReceived.Summary(),
        latencies.AcceptedToSettled.Summary(),
        latencies.AcceptedToTold.Summary());

    private static ConnectionsReport Connections(LoadSession session)
    {
        var watch = session.Fleet.Watch;
        return new ConnectionsReport(session.Fleet.Count, watch.Made, watch.Lost, watch.StoppedDevices, session.ConnectTimes);
    }

    private static ProcessReport Process(LoadSession session, ProcessUsage end, double seconds) => new(
        Math.Round(end.Cpu.TotalSeconds, 2),
        Math.Round((end.Cpu - session.AtMeasure.Cpu).TotalSeconds / Math.Max(seconds, 0.001), 2),
        session.AtConnect.WorkingSet,
        end.PeakWorkingSet,
        session.Fleet.Count < 1_000 ? null : (session.AtConnect.WorkingSet - session.Start.WorkingSet) / session.Fleet.Count);
}
