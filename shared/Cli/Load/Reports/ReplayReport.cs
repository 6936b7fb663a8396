namespace StorePush.Cli.Load.Reports;

/// <summary>How long a backlog took, from the moment at which the devices began to connect; null when it did not end.</summary>
internal sealed record ReplayReport(int Backlog, double AllConnectedMs, double? AllRangMs, double? AllSettledMs);
