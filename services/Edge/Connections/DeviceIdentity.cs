namespace StorePush.Edge.Connections;

/// <summary>Who is at the other end, from the token.</summary>
internal sealed record DeviceIdentity(
    string StoreId, string DeviceId, DateTimeOffset TokenIssuedAt, DateTimeOffset TokenExpiresAt);
