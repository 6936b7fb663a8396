namespace StorePush.Protocol.Frames;

/// <summary>Device to server: asks for a <see cref="PongFrame"/>.</summary>
public sealed record PingFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "ping";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;
}
