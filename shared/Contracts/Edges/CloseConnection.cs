namespace StorePush.Contracts;

/// <summary>Command to one edge: close a connection.</summary>
/// <remarks>Routed by <see cref="EdgeId"/>.</remarks>
public sealed record CloseConnection
{
    /// <summary>The edge that holds the connection; the routing key.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The connection to close.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>The WebSocket close code; before 1012 the device is told when to come back.</summary>
    public required int Code { get; init; }
}
