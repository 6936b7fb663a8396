using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Sagas;

/// <summary>Tells of what the saga decided, once that is committed.</summary>
internal sealed class Outcomes(DeliveryEvents events, FiguresRecorder figures)
{
    /// <summary>The first acknowledgement.</summary>
    public void Delivered(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        Tell(context, () =>
        {
            events.Delivered(context.Saga);
            figures.Settled(context.Saga);
        });

    /// <summary>To be called while the row still says when the next push would have been.</summary>
    public void Expired<T>(BehaviorContext<DeliveryState, T> context)
        where T : class
    {
        // Put aside when nobody is online, at the latest a minute after that was so; see RepeatedPushSweeper.
        var wasOnline = context.Saga is { Pushes: > 0, NextPushAt: not null };
        Tell(context, () =>
        {
            events.Expired(context.Saga, wasOnline);
            figures.Settled(context.Saga);
        });
    }

    /// <summary>An acknowledgement that came after the message had expired.</summary>
    public void Late(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        Tell(context, () => events.Acknowledged(context.Message, IsForeign(context) ? AckResult.Foreign : AckResult.Late));

    /// <summary>An acknowledgement of what is delivered.</summary>
    public void Repeated(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        Tell(context, () => events.Acknowledged(context.Message, IsForeign(context) ? AckResult.Foreign : AckResult.Repeated));

    /// <summary>An acknowledgement of another store's message.</summary>
    public void Foreign(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        Tell(context, () => events.Acknowledged(context.Message, AckResult.Foreign));

    private static bool IsForeign(BehaviorContext<DeliveryState, DeviceAcknowledged> context) =>
        context.Message.StoreId != context.Saga.StoreId;

    private static void Tell(BehaviorContext<DeliveryState> context, Action tell) => context.AfterCommit(() =>
    {
        tell();
        return Task.CompletedTask;
    });
}
