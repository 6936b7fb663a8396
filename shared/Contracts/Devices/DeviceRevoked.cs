namespace StorePush.Contracts;

/// <summary>Event: every token issued to a device until now is void. Each edge refuses them and closes the device's connection.</summary>
public sealed record DeviceRevoked
{
    /// <summary>The store of the device.</summary>
    public required string StoreId { get; init; }

    /// <summary>The device that was revoked.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Tokens issued up to this moment are void (UTC).</summary>
    public required DateTimeOffset RevokedAt { get; init; }
}
