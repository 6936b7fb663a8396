namespace StorePush.Contracts;

/// <summary>Event: a platform told us that an order was cancelled, and StorePush has accepted to tell the store.</summary>
/// <remarks>
/// A message of its own, with its own id: it neither needs nor settles the <see cref="OrderPlaced"/> of the same order, and may
/// come before it. May be published more than once with the same <see cref="MessageId"/>.
/// </remarks>
public sealed record OrderCancelled
{
    /// <summary>Identifies the message; made from platform, store, order and kind.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Where the order comes from: <c>meituan</c> or <c>ebai</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The store whose devices must ring.</summary>
    public required string StoreId { get; init; }

    /// <summary>The platform's own id of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>When StorePush accepted the cancellation (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the message expires if no device has acknowledged it (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the order was cancelled, as the platform says.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>Why, in the platform's words.</summary>
    public string? Reason { get; init; }

    /// <summary>More about the cancellation: a JSON object, passed through as it came.</summary>
    public RawJson? Detail { get; init; }
}
