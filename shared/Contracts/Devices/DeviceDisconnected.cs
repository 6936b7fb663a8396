namespace StorePush.Contracts;

/// <summary>Event: a connection is gone. Only the named connection: the device may have a newer one.</summary>
public sealed record DeviceDisconnected
{
    /// <summary>The edge process that held the connection.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The connection that is gone.</summary>
    public required Guid ConnectionId { get; init; }
}
