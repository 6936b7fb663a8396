namespace StorePush.Contracts;

/// <summary>Command to one edge: send these frames to these connections, in this order.</summary>
/// <remarks>
/// A hint: when it is lost, the messages are still pending and are pushed again. Routed by <see cref="EdgeId"/>.
/// </remarks>
public sealed record PushToStore
{
    /// <summary>The edge that holds the connections; the routing key.</summary>
    public required string EdgeId { get; init; }

    /// <summary>What to send, oldest first.</summary>
    public required IReadOnlyList<MessagePush> Pushes { get; init; }

    /// <summary>The connection whose replay this is a page of; null for a live push.</summary>
    public Guid? ReplayOf { get; init; }

    /// <summary>In a replay: the place after which this page begins, as it was asked for; null on the first page.</summary>
    public ReplayCursor? After { get; init; }

    /// <summary>In a replay: where the next page begins, to be asked for when this one is sent; null on the last page.</summary>
    public ReplayCursor? Next { get; init; }
}
