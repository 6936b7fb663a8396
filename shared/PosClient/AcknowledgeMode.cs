namespace StorePush.Pos;

/// <summary>Who says that the application has a message for sure.</summary>
public enum AcknowledgeMode
{
    /// <summary>
    /// The client, when the handler has returned without an exception, or when the reading loop asks for the next message.
    /// </summary>
    AfterHandler,

    /// <summary>
    /// The application, with <see cref="PosClient.AcknowledgeAsync"/>. A message that the handler has taken does not ring again meanwhile.
    /// </summary>
    ByHand,
}
