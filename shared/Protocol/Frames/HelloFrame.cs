namespace StorePush.Protocol.Frames;

/// <summary>Server to device, first and at once: the connection stands.</summary>
public sealed record HelloFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "hello";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>Identifies this connection in the server's logs.</summary>
    public required Guid ConnectionId { get; init; }

    /// <summary>How often the server sends a protocol Ping; after two of these without a sign of life it closes, in seconds.</summary>
    public required int HeartbeatSeconds { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTimeOffset ServerTime { get; init; }
}
