using StorePush.Contracts;
using StorePush.Protocol;

namespace StorePush.Delivery.Sessions;

/// <summary>What came of recording a connection.</summary>
/// <param name="Connected">The connection.</param>
/// <param name="IsRevoked">The device's token is void: nothing was recorded.</param>
/// <param name="HasPending">The store has pending messages.</param>
/// <param name="Replaced">Older connections of the same device, which were removed; this very one, if it is the older.</param>
/// <param name="Latest">The device's connection that counts now; null when it has none.</param>
internal sealed record Registration(
    DeviceConnected Connected, bool IsRevoked, bool HasPending, IReadOnlyList<DeviceSession> Replaced, DeviceSession? Latest)
{
    /// <summary>
    /// What the clocks of two edges may differ by. An edge whose clock is ahead may have died, and the device come to another one, where it
    /// seems to be the older of the two.
    /// </summary>
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(30);

    /// <summary>How to close a connection that was replaced; one that may be the newest all the same must not stop for good.</summary>
    public CloseCode CodeFor(DeviceSession replaced) => MayBeNewest(replaced) ? CloseCode.Restart : CloseCode.Replaced;

    private bool MayBeNewest(DeviceSession replaced) => replaced.ConnectionId == Connected.ConnectionId
        && Latest!.EdgeId != replaced.EdgeId
        && Latest.ConnectedAt - replaced.ConnectedAt < LargestSkew;
}
