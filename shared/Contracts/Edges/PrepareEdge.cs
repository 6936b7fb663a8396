namespace StorePush.Contracts;

/// <summary>Command to one edge that Delivery had not known: here are the revocations in force; report your connections.</summary>
/// <remarks>
/// Answers the first heartbeat of an edge process, and the first one after its sessions were removed because it had been silent.
/// Routed by <see cref="EdgeId"/>.
/// </remarks>
public sealed record PrepareEdge
{
    /// <summary>The edge; the routing key.</summary>
    public required string EdgeId { get; init; }

    /// <summary>Revocations that a token still in use could fall under; all of them, or a page.</summary>
    public required IReadOnlyList<DeviceRevoked> Revocations { get; init; }

    /// <summary>Whether further ones follow in another message: then the edge is not prepared yet.</summary>
    public bool HasMore { get; init; }
}
