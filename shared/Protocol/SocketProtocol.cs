namespace StorePush.Protocol;

/// <summary>The fixed numbers and names of the device socket; see section 3 of the wire page.</summary>
public static class SocketProtocol
{
    /// <summary>The WebSocket sub-protocol (RFC 6455, section 1.9) that a device may ask for.</summary>
    public const string SubProtocol = "storepush.v1";

    /// <summary>The query parameter that carries the token of a device that can't set headers.</summary>
    public const string TokenParameter = "access_token";

    /// <summary>The largest frame a device may send, in bytes.</summary>
    public const int MaxDeviceFrameBytes = 4096;

    /// <summary>The most messages that one <c>ack</c> frame may name.</summary>
    public const int MaxAckIds = 100;
}
