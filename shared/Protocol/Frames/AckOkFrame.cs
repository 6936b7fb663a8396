namespace StorePush.Protocol.Frames;

/// <summary>Server to device: the acknowledgement is safe and need not be sent again.</summary>
public sealed record AckOkFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "ack.ok";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>The message that was acknowledged.</summary>
    public required Guid Id { get; init; }
}
