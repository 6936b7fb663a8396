namespace StorePush.Pos;

/// <summary>Says that a message that this terminal was sent was settled elsewhere: stop ringing.</summary>
/// <param name="id">The message.</param>
/// <param name="status">One of <see cref="Protocol.MessageStatuses"/>: delivered or expired.</param>
/// <param name="by">The terminal that acknowledged first; null when the message expired.</param>
public sealed class MessageSettledEventArgs(Guid id, string status, string? by) : EventArgs
{
    /// <summary>The message.</summary>
    public Guid Id => id;

    /// <summary>One of <see cref="Protocol.MessageStatuses"/>: delivered or expired.</summary>
    public string Status => status;

    /// <summary>The terminal that acknowledged first; null when the message expired.</summary>
    public string? By => by;
}
