namespace StorePush.Pos;

/// <summary>Where a client stands with its connection.</summary>
public enum ConnectionState
{
    /// <summary>It does not run, not yet or not any more.</summary>
    Stopped,

    /// <summary>It gets a token, connects, and waits for the server's <c>hello</c>.</summary>
    Connecting,

    /// <summary>It gets messages.</summary>
    Connected,

    /// <summary>The connection is over, and it waits before it connects again.</summary>
    Waiting,
}
