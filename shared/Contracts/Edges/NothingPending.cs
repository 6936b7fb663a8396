namespace StorePush.Contracts;

/// <summary>Command to one edge: these connections have nothing to be replayed; live messages may flow.</summary>
/// <remarks>Routed by <see cref="EdgeId"/>.</remarks>
public sealed record NothingPending
{
    /// <summary>The edge that holds the connections; the routing key.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The connections. An edge reports those that it does not hold as disconnected.</summary>
    public required IReadOnlyList<Guid> ConnectionIds { get; init; }
}
