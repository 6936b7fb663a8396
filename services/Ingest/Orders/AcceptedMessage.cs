namespace StorePush.Ingest.Orders;

/// <summary>The answer to a message that is safe.</summary>
internal sealed record AcceptedMessage(Guid MessageId, DateTimeOffset ExpiresAt)
{
    public string Status { get; } = "accepted";
}
