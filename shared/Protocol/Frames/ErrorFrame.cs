namespace StorePush.Protocol.Frames;

/// <summary>Server to device: a frame could not be used. The connection stays open unless a close follows.</summary>
public sealed record ErrorFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "error";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>One of <see cref="FrameErrors"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong, for the client's developer.</summary>
    public required string Detail { get; init; }
}
