using System.Text.Json;
using System.Text.Json.Serialization;

namespace StorePush.Protocol.Frames;

/// <summary>Server to device: a pending message of its store.</summary>
public sealed record MessageFrame
{
    /// <summary>The frame type on the wire.</summary>
    public const string TypeName = "message";

    /// <summary>Always <see cref="TypeName"/>.</summary>
    public string Type { get; } = TypeName;

    /// <summary>Identifies the message; what the device acknowledges and tells repeats by.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="MessageKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="Platforms"/>.</summary>
    public required string Platform { get; init; }

    /// <summary>The store.</summary>
    public required string StoreId { get; init; }

    /// <summary>The platform's own id of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>When StorePush accepted the message.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the message expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How often the message was pushed so far, this time included: from 2 on it may have been seen before.</summary>
    public required int Push { get; init; }

    /// <summary>This push in the trace of the message (W3C <c>traceparent</c>); absent when the message is not traced.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    /// <summary>The order as the platform sent it; absent for a cancellation.</summary>
    public JsonElement? Order { get; init; }

    /// <summary>Why the order was cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>More about a cancellation, as the platform sent it.</summary>
    public JsonElement? Detail { get; init; }
}
