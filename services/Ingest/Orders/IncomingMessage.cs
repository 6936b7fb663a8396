using StorePush.Contracts;
using StorePush.Hosting.Messaging;

namespace StorePush.Ingest.Orders;

/// <summary>A message that passed every check: exactly one of the two events.</summary>
internal sealed record IncomingMessage
{
    public IncomingMessage(OrderPlaced placed)
    {
        (MessageId, StoreId, ExpiresAt) = (placed.MessageId, placed.StoreId, placed.ExpiresAt);
        PublishAsync = (publisher, cancellationToken) => publisher.PublishAsync(placed, cancellationToken);
    }

    public IncomingMessage(OrderCancelled cancelled)
    {
        (MessageId, StoreId, ExpiresAt) = (cancelled.MessageId, cancelled.StoreId, cancelled.ExpiresAt);
        PublishAsync = (publisher, cancellationToken) => publisher.PublishAsync(cancelled, cancellationToken);
    }

    public Guid MessageId { get; }

    public string StoreId { get; }

    public DateTimeOffset ExpiresAt { get; }

    public Func<ISafePublisher, CancellationToken, Task> PublishAsync { get; }
}
