namespace StorePush.Ingest.Orders;

/// <summary>The answer to a message that is safe.</summary>
internal sealed record AcceptedMessage(Guid MessageId, string Status, DateTimeOffset ExpiresAt)
{
    public AcceptedMessage(IncomingMessage message)
        : this(message.MessageId, "accepted", message.ExpiresAt)
    {
    }
}
