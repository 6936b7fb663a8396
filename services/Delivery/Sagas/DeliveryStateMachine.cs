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
///                                     |        ExpiryElapsed, or an acknowledgement that came too late
///                                     +----------------------------------------------------------------> [Expired]
///                                                                                MessageExpired, devices stop ringing
/// </code>
/// Every event may come again: the broker redelivers it when a process died between the commit of the row and the publishing of what
/// followed. So a repeated event that finds its work committed publishes the consequence once more; receivers are idempotent.
/// An event for a message that is not (or no longer) known is dropped.
/// </remarks>
internal sealed class DeliveryStateMachine : MassTransitStateMachine<DeliveryState>
{
    private readonly IStoreNotifier _store;
    private readonly TimeProvider _clock;
    private readonly DeliveryOptions _options;

    public DeliveryStateMachine(IStoreNotifier store, TimeProvider clock, IOptions<DeliveryOptions> options)
    {
        _store = store;
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
            When(Placed).Then(context => context.Saga.Take(context.Message)).Then(Schedule).TransitionTo(Pending).Then(PushAfterCommit),
            When(Cancelled).Then(context => context.Saga.Take(context.Message)).Then(Schedule).TransitionTo(Pending).Then(PushAfterCommit));

        During(
            Pending,
            When(Placed, IsRedelivered).Then(PushAfterCommit),
            When(Cancelled, IsRedelivered).Then(PushAfterCommit),
            When(Placed, context => !IsRedelivered(context)),
            When(Cancelled, context => !IsRedelivered(context)),
            When(Acknowledged, IsInTime).Then(Deliver).TransitionTo(Delivered).PublishAsync(ToMessageDelivered).Then(SettleAfterCommit),
            When(Acknowledged, IsTooLate).Then(Expire).TransitionTo(Expired).PublishAsync(ToMessageExpired).Then(SettleAfterCommit),
            When(Acknowledged, IsForeign),
            When(Elapsed, IsOver).Then(Expire).TransitionTo(Expired).PublishAsync(ToMessageExpired).Then(SettleAfterCommit),
            When(Elapsed, context => !IsOver(context)));

        During(
            Delivered,
            Ignore(Placed),
            Ignore(Cancelled),
            When(Acknowledged, IsTheWinningOne).PublishAsync(ToMessageDelivered).Then(SettleAfterCommit),
            When(Acknowledged, context => !IsTheWinningOne(context)),
            Ignore(Elapsed));

        During(
            Expired,
            Ignore(Placed),
            Ignore(Cancelled),
            Ignore(Acknowledged),
            When(Elapsed, IsRedelivered).PublishAsync(ToMessageExpired).Then(SettleAfterCommit),
            When(Elapsed, context => !IsRedelivered(context)));
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

    private void PushAfterCommit(BehaviorContext<DeliveryState> context) =>
        context.AfterCommit(() => _store.PushAsync(context.Saga, context.CancellationToken));

    private void SettleAfterCommit(BehaviorContext<DeliveryState> context) =>
        context.AfterCommit(() => _store.SettleAsync(context.Saga, context.CancellationToken));

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

    private static bool IsRedelivered<TMessage>(BehaviorContext<DeliveryState, TMessage> context)
        where TMessage : class => context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0;

    private static Task<MessageDelivered> ToMessageDelivered(BehaviorContext<DeliveryState> context) =>
        Task.FromResult(new MessageDelivered
        {
            MessageId = context.Saga.CorrelationId,
            Kind = context.Saga.Kind,
            Platform = context.Saga.Platform,
            StoreId = context.Saga.StoreId,
            OrderId = context.Saga.OrderId,
            DeviceId = context.Saga.DeliveredBy!,
            AcceptedAt = context.Saga.AcceptedAt,
            DeliveredAt = context.Saga.SettledAt!.Value,
            Pushes = context.Saga.Pushes,
        });

    private static Task<MessageExpired> ToMessageExpired(BehaviorContext<DeliveryState> context) =>
        Task.FromResult(new MessageExpired
        {
            MessageId = context.Saga.CorrelationId,
            Kind = context.Saga.Kind,
            Platform = context.Saga.Platform,
            StoreId = context.Saga.StoreId,
            OrderId = context.Saga.OrderId,
            AcceptedAt = context.Saga.AcceptedAt,
            ExpiredAt = context.Saga.SettledAt!.Value,
            Pushes = context.Saga.Pushes,
        });
}
