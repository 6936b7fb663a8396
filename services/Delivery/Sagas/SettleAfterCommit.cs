using MassTransit;
using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Sagas;

/// <summary>Stops the ringing in the store.</summary>
internal sealed class SettleAfterCommit(IStoreNotifier store, FiguresRecorder figures, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override async Task RunAsync(BehaviorContext<DeliveryState> context, bool isRepeated)
    {
        await store.SettleAsync(context.Saga, context.CancellationToken);
        if (!context.ReceiveContext.Redelivered)
            figures.Settled(context.Saga);
    }
}
