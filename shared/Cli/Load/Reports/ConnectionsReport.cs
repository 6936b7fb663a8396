using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Reports;

/// <summary>How the devices' connections went.</summary>
/// <param name="Devices">How many devices.</param>
/// <param name="Made">Connections that were made.</param>
/// <param name="Lost">Connections that ended without being asked to.</param>
/// <param name="Stopped">Devices that the server does not want.</param>
/// <param name="ConnectMs">How long the first connection of each device took, with its attempts.</param>
internal sealed record ConnectionsReport(int Devices, int Made, int Lost, int Stopped, LatencySummary ConnectMs);
