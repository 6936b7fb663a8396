namespace StorePush.Pos;

/// <summary>Says that a message came again that waits, is being handled, or was handled; it does not ring again.</summary>
/// <param name="message">The message as it came this time.</param>
public sealed class MessageRepeatedEventArgs(OrderMessage message) : EventArgs
{
    /// <summary>The message as it came this time.</summary>
    public OrderMessage Message => message;
}
