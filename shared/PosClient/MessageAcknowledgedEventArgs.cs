namespace StorePush.Pos;

/// <summary>Says that an acknowledgement of this terminal is safe: the server has answered it with <c>ack.ok</c>.</summary>
/// <param name="id">The message.</param>
public sealed class MessageAcknowledgedEventArgs(Guid id) : EventArgs
{
    /// <summary>The message.</summary>
    public Guid Id => id;
}
