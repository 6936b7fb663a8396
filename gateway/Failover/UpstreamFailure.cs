namespace StorePush.Gateway.Failover;

/// <summary>How an attempt to get an answer failed for reasons that lie with the upstream process.</summary>
internal enum UpstreamFailure
{
    /// <summary>It did not fail, or the client is to blame.</summary>
    None,

    /// <summary>No healthy process was there to be asked.</summary>
    NobodyThere,

    /// <summary>No connection could be made: nothing of the request was sent.</summary>
    Unreachable,

    /// <summary>The connection broke, or nothing came of the handshake of a socket: the request may have been done or not.</summary>
    NoAnswer,

    /// <summary>Nothing moved for too long: the process may be at it still.</summary>
    TimedOut,
}
