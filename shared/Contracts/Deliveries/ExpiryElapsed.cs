namespace StorePush.Contracts;

/// <summary>Event: the time to live of a message is over. Delivery's own; it expires the message if it is still pending.</summary>
public sealed record ExpiryElapsed
{
    /// <summary>The message whose time is over.</summary>
    public required Guid MessageId { get; init; }
}
