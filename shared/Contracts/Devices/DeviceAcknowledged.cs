namespace StorePush.Contracts;

/// <summary>A device has taken a message. The first one for a message settles it for the store.</summary>
public sealed record DeviceAcknowledged
{
    /// <summary>The message that the device has taken, as the device says: it may be unknown, settled, or another store's.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The store of the device, from its token.</summary>
    public required string StoreId { get; init; }

    /// <summary>The device, from its token.</summary>
    public required string DeviceId { get; init; }

    /// <summary>When the acknowledgement reached the edge (UTC).</summary>
    public required DateTimeOffset AcknowledgedAt { get; init; }

    /// <summary>This acknowledgement in the trace of the message, as W3C <c>traceparent</c>; null when the message is not traced.</summary>
    public string? TraceParent { get; init; }
}
