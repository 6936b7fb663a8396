namespace StorePush.Contracts;

/// <summary>One message that is settled, with the connections that have to know.</summary>
public sealed record MessageSettlement
{
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
