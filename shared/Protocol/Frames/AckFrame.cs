namespace StorePush.Protocol.Frames;

/// <summary>Device to server: the application has taken these messages.</summary>
public sealed record AckFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "ack";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>The message, when there is one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The messages, at most <see cref="SocketProtocol.MaxAckIds"/>.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }
}
