namespace StorePush.Delivery;

/// <summary>What an acknowledgement was.</summary>
internal enum AckResult
{
    /// <summary>It settled the message.</summary>
    First,

    /// <summary>The message was delivered before.</summary>
    Repeated,

    /// <summary>The message had expired.</summary>
    Late,

    /// <summary>The message is another store's.</summary>
    Foreign,
}
