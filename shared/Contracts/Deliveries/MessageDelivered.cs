namespace StorePush.Contracts;

/// <summary>Event: a device of the store has acknowledged the message, which settles it for the whole store.</summary>
/// <remarks>Published at least once per delivered message; consumers are idempotent by <see cref="MessageId"/>.</remarks>
public sealed record MessageDelivered
{
    /// <summary>The message that was delivered.</summary>
    public required Guid MessageId { get; init; }

    /// <summary><c>order.placed</c> or <c>order.cancelled</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the order comes from: <c>meituan</c> or <c>ebai</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The store that has taken the message.</summary>
    public required string StoreId { get; init; }

    /// <summary>The platform's own id of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>The device whose acknowledgement came first.</summary>
    public required string DeviceId { get; init; }

    /// <summary>When StorePush accepted the message (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the first acknowledgement reached StorePush (UTC).</summary>
    public required DateTimeOffset DeliveredAt { get; init; }

    /// <summary>How often the message was pushed until then.</summary>
    public required int Pushes { get; init; }
}
