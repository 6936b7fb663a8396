namespace StorePush.Contracts;

/// <summary>Event: no device of the store acknowledged the message in time; it is not pushed any more.</summary>
/// <remarks>
/// Published at least once per expired message; consumers are idempotent by <see cref="MessageId"/>. When an acknowledgement that was in
/// time was under way for long, as after an outage, a <see cref="MessageDelivered"/> follows, and is what counts.
/// </remarks>
public sealed record MessageExpired
{
    /// <summary>The message that expired.</summary>
    public required Guid MessageId { get; init; }

    /// <summary><c>order.placed</c> or <c>order.cancelled</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the order comes from: <c>meituan</c> or <c>ebai</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The store that did not take the message.</summary>
    public required string StoreId { get; init; }

    /// <summary>The platform's own id of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>When StorePush accepted the message (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the message expired (UTC).</summary>
    public required DateTimeOffset ExpiredAt { get; init; }

    /// <summary>How often the message was pushed in vain.</summary>
    public required int Pushes { get; init; }
}
