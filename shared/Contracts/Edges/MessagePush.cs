namespace StorePush.Contracts;

/// <summary>One message as a ready-made WebSocket frame, with the connections that it is for.</summary>
public sealed record MessagePush
{
    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The store that it is for.</summary>
    public required string StoreId { get; init; }

    /// <summary>When it expires (UTC): not to be sent from then on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The connections to send it to. An edge reports those that it does not hold as disconnected.</summary>
    public required IReadOnlyList<Guid> ConnectionIds { get; init; }

    /// <summary>
    /// True when the message is pushed again because nobody has acknowledged it. Another push is for connections that have not been sent
    /// the message: a replay and a live push of the same message cross each other now and then.
    /// </summary>
    public required bool IsRepeat { get; init; }

    /// <summary>
    /// The number of the push, as in the frame: the broker may bring a repeated one twice, and a connection gets each number once. 0 from a
    /// Delivery that does not say.
    /// </summary>
    public int Push { get; init; }

    /// <summary>The frame: a JSON object, sent as it is.</summary>
    public required RawJson Frame { get; init; }

    /// <summary>The push in the trace of the message, as W3C <c>traceparent</c>; null when the message is not traced.</summary>
    public string? TraceParent { get; init; }
}
