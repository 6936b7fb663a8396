using System.Collections.Concurrent;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Protocol;

namespace StorePush.Edge.Revocations;

/// <summary>The devices whose older tokens are void. Delivery tells every edge of a revocation, and a new edge of all of them.</summary>
internal sealed class RevocationList(ConnectionRegistry registry)
{
    private readonly ConcurrentDictionary<(string StoreId, string DeviceId), DateTimeOffset> _revokedAt = new();

    /// <summary>Takes a revocation and closes the device's connection, if it came with a token that is void now.</summary>
    public void Add(DeviceRevoked revoked)
    {
        _revokedAt.AddOrUpdate(
            (revoked.StoreId, revoked.DeviceId),
            revoked.RevokedAt,
            (_, known) => known > revoked.RevokedAt ? known : revoked.RevokedAt);

        if (registry.Find(revoked.StoreId, revoked.DeviceId) is { } connection
            && connection.Device.TokenIssuedAt <= revoked.RevokedAt)
        {
            connection.Close(CloseCode.Forbidden);
        }
    }

    /// <summary>Whether a token that was issued at this time is void.</summary>
    public bool IsRevoked(string storeId, string deviceId, DateTimeOffset issuedAt) =>
        _revokedAt.TryGetValue((storeId, deviceId), out var revokedAt) && issuedAt <= revokedAt;
}
