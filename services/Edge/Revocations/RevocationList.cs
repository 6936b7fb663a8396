using System.Collections.Concurrent;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Hosting.Authentication;
using StorePush.Protocol;

namespace StorePush.Edge.Revocations;

/// <summary>The devices whose older tokens are void. Delivery tells every edge of a revocation, and a new edge of all of them.</summary>
/// <remarks>What is older than any token may be is forgotten, so the list is as long as a year of revocations.</remarks>
internal sealed class RevocationList(ConnectionRegistry registry, TimeProvider clock)
{
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string StoreId, string DeviceId), DateTimeOffset> _revokedAt = new();
    private readonly Lock _forgetting = new();
    private DateTimeOffset _forgotAt;

    public int Count => _revokedAt.Count;

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

        ForgetOld();
    }

    /// <summary>Whether a token that was issued at this time is void.</summary>
    public bool IsRevoked(string storeId, string deviceId, DateTimeOffset issuedAt) =>
        _revokedAt.TryGetValue((storeId, deviceId), out var revokedAt) && issuedAt <= revokedAt;

    /// <summary>Only what is added makes the list longer, so that is when to look.</summary>
    private void ForgetOld()
    {
        var now = clock.GetUtcNow();
        lock (_forgetting)
        {
            if (now - _forgotAt < ForgetInterval)
                return;

            _forgotAt = now;
        }

        foreach (var revocation in _revokedAt)
        {
            if (revocation.Value < now - TokenIssuer.MaxLifetime)
                _revokedAt.TryRemove(revocation);
        }
    }
}
