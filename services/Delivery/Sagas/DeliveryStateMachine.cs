using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Sagas;

/// <summary>The life of one message.</summary>
/// <remarks>
/// <code>
///                       OrderPlaced / OrderCancelled: push
///                                     |
///                                     v        first acknowledgement of a device of the store, in time
///                                 [Pending] -----------------------------------------------------------> [Delivered]
///                                     |                                          MessageDelivered, devices stop ringing
///                                     |        ExpiryElapsed, or an acknowledgement that came too late            ^
///                                     +----------------------------------------------------------------> [Expired] -'
///                                                                                MessageExpired, devices stop ringing
/// </code>
/// An acknowledgement that was in time, but long under way, makes a delivered message of an expired one: the shop has the order.
/// Every event may come again: the broker redelivers it when a process died between the commit of the row and the publishing of what
/// followed. So a redelivered event that finds its work committed publishes the consequence once more; receivers are idempotent. What
/// slips through is the push of a new message whose connection broke during the commit: the sweeper makes up for it.
/// An event for a message that is not (or no longer) known is dropped.
/// </remarks>
internal sealed class DeliveryStateMachine : MassTransitStateMachine<DeliveryState>
{
    private readonly TimeProvider _clock;
    private readonly DeliveryOptions _options;

    public DeliveryStateMachine(TimeProvider clock, IOptions<DeliveryOptions> options, Outcomes outcomes)
    {
        _clock = clock;
        _options = options.Value;

        InstanceState(message => message.State);
        Event(() => Placed, placed => placed.CorrelateById(context => context.Message.MessageId));
        Event(() => Cancelled, cancelled => cancelled.CorrelateById(context => context.Message.MessageId));
        Event(() => Acknowledged, acknowledged =>
        {
            acknowledged.CorrelateById(context => context.Message.MessageId);
            acknowledged.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => Elapsed, elapsed =>
        {
            elapsed.CorrelateById(context => context.Message.MessageId);
            elapsed.OnMissingInstance(missing => missing.Discard());
        });

        Initially(
            When(Placed)
                .Then(context => context.Saga.Take(context.Message))
                .Then(Schedule)
                .TransitionTo(Pending)
                .Activity(push => push.OfInstanceType<PushNewAfterCommit>()),
            When(Cancelled)
                .Then(context => context.Saga.Take(context.Message))
                .Then(Schedule)
                .TransitionTo(Pending)
                .Activity(push => push.OfInstanceType<PushNewAfterCommit>()));

        During(
            Pending,
            When(Placed, IsRedelivered).Activity(push => push.OfInstanceType<PushAfterCommit>()),
            When(Placed, IsNew),
            When(Cancelled, IsRedelivered).Activity(push => push.OfInstanceType<PushAfterCommit>()),
            When(Cancelled, IsNew),
            WhenDelivered(When(Acknowledged, IsInTime).Then(Deliver).Then(outcomes.Delivered).TransitionTo(Delivered)),
            WhenExpired(When(Acknowledged, IsTooLate).Then(outcomes.Expired).Then(outcomes.Late).Then(Expire).TransitionTo(Expired)),
            When(Acknowledged, IsForeign).Then(outcomes.Foreign),
            WhenExpired(When(Elapsed, IsOver).Then(outcomes.Expired).Then(Expire).TransitionTo(Expired)),
            When(Elapsed, context => !IsOver(context)));

        During(
            Delivered,
            Ignore(Placed),
            Ignore(Cancelled),
            WhenDelivered(When(Acknowledged, IsTheWinningOne).Then(outcomes.Repeated)),
            When(Acknowledged, context => !IsTheWinningOne(context)).Then(outcomes.Repeated),
            Ignore(Elapsed));

        During(
            Expired,
            Ignore(Placed),
            Ignore(Cancelled),
            WhenDelivered(When(Acknowledged, IsInTime).Then(Deliver).Then(outcomes.Delivered).TransitionTo(Delivered)),
            WhenExpired(When(Acknowledged, context => !IsInTime(context) && IsRepeated(context)).Then(outcomes.Late)),
            When(Acknowledged, context => !IsInTime(context) && !IsRepeated(context)).Then(outcomes.Late),
            WhenExpired(When(Elapsed, IsRepeated)),
            When(Elapsed, context => !IsRepeated(context)));
    }

    public State Pending { get; } = null!;

    public State Delivered { get; } = null!;

    public State Expired { get; } = null!;

    public Event<OrderPlaced> Placed { get; } = null!;

    public Event<OrderCancelled> Cancelled { get; } = null!;

    public Event<DeviceAcknowledged> Acknowledged { get; } = null!;

    public Event<ExpiryElapsed> Elapsed { get; } = null!;

    private void Schedule(BehaviorContext<DeliveryState> context) =>
        context.Saga.NextPushAt = _clock.GetUtcNow() + _options.PushIntervals.After(pushes: 0);

    private static EventActivityBinder<DeliveryState, T> WhenDelivered<T>(EventActivityBinder<DeliveryState, T> delivered)
        where T : class =>
        delivered
            .PublishAsync(context => Task.FromResult(ToMessageDelivered(context.Saga)))
            .Activity(settle => settle.OfInstanceType<SettleAfterCommit>());

    private static EventActivityBinder<DeliveryState, T> WhenExpired<T>(EventActivityBinder<DeliveryState, T> expired)
        where T : class =>
        expired
            .PublishAsync(context => Task.FromResult(ToMessageExpired(context.Saga)))
            .Activity(settle => settle.OfInstanceType<SettleAfterCommit>());

    private static void Deliver(BehaviorContext<DeliveryState, DeviceAcknowledged> context)
    {
        context.Saga.SettledAt = context.Message.AcknowledgedAt;
        context.Saga.DeliveredBy = context.Message.DeviceId;
        context.Saga.NextPushAt = null;
    }

    private void Expire(BehaviorContext<DeliveryState> context)
    {
        context.Saga.SettledAt = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        context.Saga.NextPushAt = null;
    }

    /// <summary>By when it reached the edge: an acknowledgement is not late because a queue was long.</summary>
    private static bool IsInTime(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        !IsForeign(context) && context.Message.AcknowledgedAt < context.Saga.ExpiresAt;

    private static bool IsTooLate(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        !IsForeign(context) && context.Message.AcknowledgedAt >= context.Saga.ExpiresAt;

    /// <summary>A device names whatever id it likes; only those of its own store count.</summary>
    private static bool IsForeign(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        context.Message.StoreId != context.Saga.StoreId;

    /// <summary>The very acknowledgement that settled the message, come again: what followed from it may have got lost.</summary>
    private static bool IsTheWinningOne(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        context.Message.DeviceId == context.Saga.DeliveredBy
        && context.Message.StoreId == context.Saga.StoreId
        && context.Message.AcknowledgedAt == context.Saga.SettledAt;

    private bool IsOver(BehaviorContext<DeliveryState, ExpiryElapsed> context) => context.Saga.ExpiresAt <= _clock.GetUtcNow();

    /// <summary>
    /// The broker has delivered it before, to a process that may have died after the commit. A retry within this process is no such
    /// case: it follows a conflict with a copy of the same message, and that copy's work is its own.
    /// </summary>
    private static bool IsRedelivered<TMessage>(BehaviorContext<DeliveryState, TMessage> context)
        where TMessage : class => context.ReceiveContext.Redelivered;

    /// <summary>
    /// Delivered or tried before: this very event may have expired the message, and died before it said so. To say it twice is harmless.
    /// </summary>
    private static bool IsRepeated<TMessage>(BehaviorContext<DeliveryState, TMessage> context)
        where TMessage : class => IsRedelivered(context) || context.GetRetryAttempt() > 0;

    private static bool IsNew<TMessage>(BehaviorContext<DeliveryState, TMessage> context)
        where TMessage : class => !IsRedelivered(context);

    private static MessageDelivered ToMessageDelivered(DeliveryState message) => new()
    {
        MessageId = message.CorrelationId,
        Kind = message.Kind,
        Platform = message.Platform,
        StoreId = message.StoreId,
        OrderId = message.OrderId,
        DeviceId = message.DeliveredBy!,
        AcceptedAt = message.AcceptedAt,
        DeliveredAt = message.SettledAt!.Value,
        Pushes = message.Pushes,
    };

    private static MessageExpired ToMessageExpired(DeliveryState message) => new()
    {
        MessageId = message.CorrelationId,
        Kind = message.Kind,
        Platform = message.Platform,
        StoreId = message.StoreId,
        OrderId = message.OrderId,
        AcceptedAt = message.AcceptedAt,
        ExpiredAt = message.SettledAt!.Value,
        Pushes = message.Pushes,
    };
}
