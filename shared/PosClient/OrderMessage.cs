using System.Text.Json;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Pos;

/// <summary>What the store is told: an order was placed, or one was cancelled. A cancellation may come before the order that it cancels.</summary>
public sealed record OrderMessage
{
    /// <summary>Identifies the message.</summary>
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

    /// <summary>How often the message was pushed so far: from 2 on, a terminal of the store may have seen it.</summary>
    public required int Push { get; init; }

    /// <summary>
    /// This push in the server's trace of the message (W3C <c>traceparent</c>); null when the message is not traced. The handler runs as a
    /// part of that trace where the application listens to the activity source <c>StorePush.PosClient</c>.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>The order as the platform sent it, with all digits of its numbers; null for a cancellation.</summary>
    public JsonElement? Order { get; init; }

    /// <summary>Why the order was cancelled, when the platform said so.</summary>
    public string? Reason { get; init; }

    /// <summary>More about a cancellation, as the platform sent it.</summary>
    public JsonElement? Detail { get; init; }

    /// <summary>Whether an order was cancelled.</summary>
    public bool IsCancellation => Kind == MessageKinds.OrderCancelled;

    internal static OrderMessage From(MessageFrame frame) => new()
    {
        Id = frame.Id,
        Kind = frame.Kind,
        Platform = frame.Platform,
        StoreId = frame.StoreId,
        OrderId = frame.OrderId,
        AcceptedAt = frame.AcceptedAt,
        ExpiresAt = frame.ExpiresAt,
        Push = frame.Push,
        TraceParent = frame.TraceParent,
        Order = frame.Order,
        Reason = frame.Reason,
        Detail = frame.Detail,
    };
}
