namespace StorePush.Rivals.SignalR;

/// <summary>An order on its way to a store.</summary>
internal sealed class Order
{
    public const string Pending = "pending";

    public const string Delivered = "delivered";

    public const string Expired = "expired";

    public required Guid Id { get; init; }

    public required string StoreId { get; init; }

    public required string Platform { get; init; }

    public required string OrderId { get; init; }

    public required string Payload { get; init; }

    public string Status { get; set; } = Pending;

    public required DateTimeOffset AcceptedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SettledAt { get; set; }

    public string? DeliveredBy { get; set; }
}
