namespace StorePush.Protocol.Frames;

/// <summary>Server to device: the answer to <see cref="PingFrame"/>.</summary>
public sealed record PongFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "pong";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;
}
