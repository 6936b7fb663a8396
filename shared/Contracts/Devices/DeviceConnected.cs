namespace StorePush.Contracts;

/// <summary>A device has opened a connection to an edge. It is answered with the store's pending messages.</summary>
/// <remarks>An edge says it again of a connection that lives on when it is asked to report its connections.</remarks>
public sealed record DeviceConnected
{
    /// <summary>The edge process that holds the connection.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The store of the device, from its token.</summary>
    public required string StoreId { get; init; }

    /// <summary>The device, from its token.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Identifies the connection: a reconnecting device has a new one.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>When the connection was opened (UTC, the edge's clock); of two connections of a device the later one stays.</summary>
    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>When the device's token was issued (UTC); a device that was revoked since then is turned away.</summary>
    public required DateTimeOffset TokenIssuedAt { get; init; }
}
