namespace StorePush.Contracts;

/// <summary>
/// Command to one edge: these messages are settled; tell the devices that were sent them, and send them to nobody any more.
/// </summary>
/// <remarks>Routed by <see cref="EdgeId"/>.</remarks>
public sealed record SettleAtStore
{
    /// <summary>The edge that holds connections of the stores; the routing key.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The messages, of one store or of many.</summary>
    public required IReadOnlyList<MessageSettlement> Settlements { get; init; }
}
