using System.Diagnostics;
using MassTransit;
using StorePush.Contracts;
using StorePush.Protocol;

namespace StorePush.Delivery.Sagas;

/// <summary>One message on its way to a store: the saga's row.</summary>
/// <remarks>
/// The saga owns the state and what it settles with. <see cref="Pushes"/>, <see cref="PushLog"/>, <see cref="NextPushAt"/> and
/// <see cref="ExpiryDueAt"/> are written by the push and expiry features, without a new version: they never decide who wins.
/// </remarks>
internal sealed class DeliveryState : SagaStateMachineInstance, ISagaVersion
{
    /// <summary>The message id.</summary>
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    /// <summary>The name of the state: Pending, Delivered or Expired.</summary>
    public string State { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Platform { get; set; } = "";

    public string StoreId { get; set; } = "";

    public string OrderId { get; set; } = "";

    /// <summary>The order, or the detail of a cancellation, as UTF-8 JSON; bytes, so that the database changes nothing in it.</summary>
    public byte[]? Payload { get; set; }

    /// <summary>Why the order was cancelled.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset AcceptedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How often the message was pushed.</summary>
    public int Pushes { get; set; }

    /// <summary>When the first pushes were, and by which edges; see <see cref="Pushing.PushLog"/>.</summary>
    public string? PushLog { get; set; }

    /// <summary>When to push again; null while no device of the store is online.</summary>
    public DateTimeOffset? NextPushAt { get; set; }

    /// <summary>When the sweeper looks at the expiry next: at <see cref="ExpiresAt"/>, later only when an expiry got lost.</summary>
    public DateTimeOffset ExpiryDueAt { get; set; }

    /// <summary>When the message was delivered or expired.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>The device whose acknowledgement came first.</summary>
    public string? DeliveredBy { get; set; }

    /// <summary>Where the pushes of this message go on in its trace (W3C <c>traceparent</c>); null when it is not traced.</summary>
    public string? TraceParent { get; set; }

    public void Take(OrderPlaced message)
    {
        TraceParent = CurrentTrace();
        (Kind, Platform, StoreId, OrderId) = (MessageKinds.OrderPlaced, message.Platform, message.StoreId, message.OrderId);
        (AcceptedAt, ExpiresAt, ExpiryDueAt) = (message.AcceptedAt, message.ExpiresAt, message.ExpiresAt);
        Payload = message.Order.Utf8.ToArray();
    }

    public void Take(OrderCancelled message)
    {
        TraceParent = CurrentTrace();
        (Kind, Platform, StoreId, OrderId) = (MessageKinds.OrderCancelled, message.Platform, message.StoreId, message.OrderId);
        (AcceptedAt, ExpiresAt, ExpiryDueAt) = (message.AcceptedAt, message.ExpiresAt, message.ExpiresAt);
        Payload = message.Detail?.Utf8.ToArray();
        Reason = message.Reason;
    }

    private static string? CurrentTrace() => Activity.Current is { Recorded: true } current ? current.Id : null;
}
