namespace StorePush.Protocol.Frames;

/// <summary>The kinds of frame that a device sends.</summary>
public enum DeviceFrameType
{
    /// <summary>A type that this version does not know; ignored.</summary>
    Unknown,

    /// <summary><see cref="AckFrame"/>.</summary>
    Ack,

    /// <summary><see cref="PingFrame"/>.</summary>
    Ping,
}
