namespace StorePush.Cli.Load.Reports;

/// <summary>What the figures are figures of.</summary>
/// <param name="Stores">How many.</param>
/// <param name="DevicesPerStore">How many.</param>
/// <param name="Rate">Orders per second; null for a closed loop.</param>
/// <param name="InFlight">Callers of the closed loop; null at a fixed rate.</param>
/// <param name="OrderBytes">The size of each order.</param>
/// <param name="Acks"><c>one</c> device of a store, or <c>all</c>.</param>
internal sealed record LoadSettings(int Stores, int DevicesPerStore, double? Rate, int? InFlight, int OrderBytes, string Acks);
