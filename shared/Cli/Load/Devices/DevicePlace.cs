using StorePush.Cli.Load.Orders;

namespace StorePush.Cli.Load.Devices;

/// <summary>Which terminal a device is, and who hears of what it sees.</summary>
/// <param name="StoreId">Its store.</param>
/// <param name="DeviceId">Its name.</param>
/// <param name="Index">The how manieth of its store.</param>
/// <param name="Acknowledges">Whether it acknowledges.</param>
/// <param name="Token">Gives it a token.</param>
/// <param name="Ledger">Hears of messages.</param>
/// <param name="Watch">Hears of connections.</param>
internal sealed record DevicePlace(
    string StoreId,
    string DeviceId,
    int Index,
    bool Acknowledges,
    Func<CancellationToken, ValueTask<string>> Token,
    OrderLedger Ledger,
    FleetWatch Watch);
