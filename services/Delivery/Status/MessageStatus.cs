using System.Linq.Expressions;
using StorePush.Delivery.Sagas;
using StorePush.Protocol;

namespace StorePush.Delivery.Status;

/// <summary>Where a message stands, as the API shows it.</summary>
internal sealed record MessageStatus
{
    /// <summary>Reads only the columns that are shown: the order may be large.</summary>
    public static Expression<Func<DeliveryState, MessageStatus>> FromRow { get; } = row => new MessageStatus
    {
        MessageId = row.CorrelationId,
        Kind = row.Kind,
        Platform = row.Platform,
        StoreId = row.StoreId,
        OrderId = row.OrderId,
        Status = row.State == nameof(DeliveryStateMachine.Delivered) ? MessageStatuses.Delivered
            : row.State == nameof(DeliveryStateMachine.Expired) ? MessageStatuses.Expired
            : MessageStatuses.Pending,
        AcceptedAt = row.AcceptedAt,
        ExpiresAt = row.ExpiresAt,
        Pushes = row.Pushes,
        DeliveredAt = row.State == nameof(DeliveryStateMachine.Delivered) ? row.SettledAt : null,
        DeliveredBy = row.DeliveredBy,
        ExpiredAt = row.State == nameof(DeliveryStateMachine.Expired) ? row.SettledAt : null,
    };

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
}
