using StorePush.Contracts;
using StorePush.Hosting.Messaging;
using StorePush.Protocol;

namespace StorePush.Ingest.Orders;

/// <summary>A message that passed every check: exactly one of the two events.</summary>
internal sealed record IncomingMessage
{
    public IncomingMessage(OrderPlaced placed)
    {
        (MessageId, StoreId, ExpiresAt, Bytes) = (placed.MessageId, placed.StoreId, placed.ExpiresAt, placed.Order.Utf8.Length);
        (Kind, Platform) = (MessageKinds.OrderPlaced, placed.Platform);
        PublishAsync = (publisher, cancellationToken) => publisher.PublishAsync(placed, cancellationToken);
    }

    public IncomingMessage(OrderCancelled cancelled)
    {
        (MessageId, StoreId, ExpiresAt, Bytes) =
            (cancelled.MessageId, cancelled.StoreId, cancelled.ExpiresAt, cancelled.Detail?.Utf8.Length ?? 0);
        (Kind, Platform) = (MessageKinds.OrderCancelled, cancelled.Platform);
        PublishAsync = (publisher, cancellationToken) => publisher.PublishAsync(cancelled, cancellationToken);
    }

    public string Kind { get; }

    public string Platform { get; }

    public Guid MessageId { get; }

    public string StoreId { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The size of what is passed through; all else is small.</summary>
    public int Bytes { get; }

    public Func<ISafePublisher, CancellationToken, Task> PublishAsync { get; }
}
