using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Reports;

/// <summary>In milliseconds, without the warm-up; those from the intended time on are free of coordinated omission.</summary>
internal sealed record LatenciesReport(
    LatencySummary IntendedToAccepted,
    LatencySummary IntendedToReceived,
    LatencySummary IntendedToSettled,
    LatencySummary AcceptedToReceived,
    LatencySummary AcceptedToSettled,
    LatencySummary AcceptedToTold);
