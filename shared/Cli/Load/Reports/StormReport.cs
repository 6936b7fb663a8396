using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Reports;

/// <summary>How long it took from the cut until the devices were back, and until all they had missed had rung.</summary>
internal sealed record StormReport(int Cut, LatencySummary ReconnectMs, double AllConnectedMs, double? AllRangMs);
