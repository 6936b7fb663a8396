namespace StorePush.Cli.Load.Reports;

/// <summary>How the devices that did not read have ended, and how many each way.</summary>
internal sealed record SlowReport(int Devices, IReadOnlyDictionary<string, int> Ends);
