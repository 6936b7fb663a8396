namespace StorePush.Contracts;

/// <summary>Event: a platform told us of an order, and StorePush has accepted to bring it to the store.</summary>
/// <remarks>May be published more than once with the same <see cref="MessageId"/>; consumers are idempotent by it.</remarks>
public sealed record OrderPlaced
{
    /// <summary>Identifies the message; made from platform, store, order and kind, so that a repeated order has the same id.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Where the order comes from: <c>meituan</c> or <c>ebai</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The store whose devices must ring.</summary>
    public required string StoreId { get; init; }

    /// <summary>The platform's own id of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>When StorePush accepted the order (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the message expires if no device has acknowledged it (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the order was placed, as the platform says.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>The order itself: a JSON object, passed through as it came.</summary>
    public required RawJson Order { get; init; }
}
