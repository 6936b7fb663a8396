using StorePush.Protocol;

namespace StorePush.Cli.Api;

/// <summary>Where a message stands.</summary>
internal sealed record Message
{
    public required Guid MessageId { get; init; }

    public required string Kind { get; init; }

    public required string Platform { get; init; }

    public required string StoreId { get; init; }

    public required string OrderId { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int Pushes { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public string? DeliveredBy { get; init; }

    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>What became of it, in words.</summary>
    public string Outcome() => Status switch
    {
        MessageStatuses.Delivered => $"delivered to {DeliveredBy} at {Rfc3339Converter.ToText(DeliveredAt ?? AcceptedAt)}",
        MessageStatuses.Expired => $"expired at {Rfc3339Converter.ToText(ExpiredAt ?? ExpiresAt)}",
        _ => $"{Status} until {Rfc3339Converter.ToText(ExpiresAt)}",
    };
}
