namespace StorePush.Delivery.Webhooks;

/// <summary>An event that the receiver is told of, until it has taken it, and for a while after.</summary>
internal sealed class WebhookCall
{
    /// <summary>Made of the message and the type, so that an event that comes twice is one call; the <c>webhook-id</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What is sent, the same at every try.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>When Delivery took the event from the bus.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>When to try next; while a process has claimed it, when the claim runs out.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>How often it was tried without success.</summary>
    public int Failures { get; set; }

    /// <summary>Why the last try failed, for those who look into the table.</summary>
    public string? LastFailure { get; set; }

    /// <summary>When the receiver took it, or said that it wants it no more; null while it waits.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}
