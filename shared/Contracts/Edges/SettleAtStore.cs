namespace StorePush.Contracts;

/// <summary>Command to one edge: this message is settled; tell the devices that were sent it, and send it to nobody any more.</summary>
/// <remarks>Routed by <see cref="EdgeId"/>.</remarks>
public sealed record SettleAtStore
{
    /// <summary>The edge that holds connections of the store; the routing key.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The message that is settled.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The store that it was for.</summary>
    public required string StoreId { get; init; }

    /// <summary>The connections of the store at this edge.</summary>
    public required IReadOnlyList<Guid> ConnectionIds { get; init; }

    /// <summary><c>delivered</c> or <c>expired</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The device that acknowledged first; null when the message expired.</summary>
    public string? By { get; init; }
}
