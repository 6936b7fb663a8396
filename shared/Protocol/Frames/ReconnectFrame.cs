namespace StorePush.Protocol.Frames;

/// <summary>Server to device: the server drains and closes soon with 1012.</summary>
public sealed record ReconnectFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "reconnect";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>Come back after this time, in milliseconds.</summary>
    public required int AfterMs { get; init; }
}
