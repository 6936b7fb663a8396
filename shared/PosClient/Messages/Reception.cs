namespace StorePush.Pos.Messages;

/// <summary>What became of a message that came.</summary>
internal enum Reception
{
    /// <summary>It waits for the application.</summary>
    Taken,

    /// <summary>It waits already, or is in hand.</summary>
    Repeated,

    /// <summary>There is no room; the server pushes it again.</summary>
    Deferred,

    /// <summary>The client ends; the message stays pending.</summary>
    TooLate,
}
