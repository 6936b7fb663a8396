using StorePush.Contracts;

namespace StorePush.Delivery.Sessions;

/// <summary>What came of recording a connection.</summary>
/// <param name="Connected">The connection.</param>
/// <param name="IsRevoked">The device's token is void: nothing was recorded.</param>
/// <param name="HasPending">The store has pending messages.</param>
/// <param name="Replaced">Older connections of the same device, which were removed; this very one, if it is the older.</param>
internal sealed record Registration(
    DeviceConnected Connected, bool IsRevoked, bool HasPending, IReadOnlyList<DeviceSession> Replaced);
