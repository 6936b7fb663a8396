namespace StorePush.Protocol.Frames;

/// <summary>Server to device: a message that this device was sent is settled; stop ringing.</summary>
public sealed record SettledFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "settled";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>The message.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="MessageStatuses"/>: delivered or expired.</summary>
    public required string Status { get; init; }

    /// <summary>The device that acknowledged first; absent when the message expired.</summary>
    public string? By { get; init; }
}
