namespace StorePush.Protocol;

/// <summary>
/// Why the server closed a connection (RFC 6455, section 7.4). The code decides what the device does next:
/// see <see cref="CloseCodes.MayReconnect"/>.
/// </summary>
public enum CloseCode
{
    /// <summary>The device closed, and the server answers.</summary>
    Normal = 1000,

    /// <summary>The server goes away without a drain.</summary>
    GoingAway = 1001,

    /// <summary>A frame was larger than <see cref="SocketProtocol.MaxDeviceFrameBytes"/>.</summary>
    FrameTooBig = 1009,

    /// <summary>The server drains before a restart, or an operator has disconnected the device, which may come back.</summary>
    Restart = 1012,

    /// <summary>The server has too much to do.</summary>
    Overloaded = 1013,

    /// <summary>The device sends what is no frame: a bug in the client.</summary>
    MalformedFrames = 4400,

    /// <summary>The token has expired; come back with a new one.</summary>
    TokenExpired = 4401,

    /// <summary>The device was revoked, or may not be here.</summary>
    Forbidden = 4403,

    /// <summary>Nothing came from the device for two heartbeats.</summary>
    HeartbeatTimeout = 4408,

    /// <summary>The same device has opened a newer connection.</summary>
    Replaced = 4409,

    /// <summary>The device reads too slowly; its messages stay pending and come again.</summary>
    TooSlow = 4429,
}
