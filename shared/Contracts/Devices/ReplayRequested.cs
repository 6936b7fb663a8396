namespace StorePush.Contracts;

/// <summary>Event: a connection has room for the next page of its store's pending messages.</summary>
/// <remarks>Paging by demand is what lets a device with a long backlog read at its own speed.</remarks>
public sealed record ReplayRequested
{
    /// <summary>The edge process that holds the connection.</summary>
    public required string EdgeId { get; init; }

    /// <summary>The store of the device.</summary>
    public required string StoreId { get; init; }

    /// <summary>The connection that reads.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>Where the page before ended; as it stood in <see cref="PushToStore.Next"/>.</summary>
    public required ReplayCursor After { get; init; }
}
