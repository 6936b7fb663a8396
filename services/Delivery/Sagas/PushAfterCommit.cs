using MassTransit;
using StorePush.Delivery.Acknowledgements;

namespace StorePush.Delivery.Sagas;

/// <summary>Pushes the message to its store. One that the broker delivers again may have been pushed, and acknowledged, before.</summary>
internal sealed class PushAfterCommit(IStoreNotifier store, AckBacklog acknowledgements, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override async Task RunAsync(BehaviorContext<DeliveryState> context)
    {
        if (context.ReceiveContext.Redelivered)
            await acknowledgements.WaitAsync(context.CancellationToken);
        await store.PushAsync(context.Saga, context.CancellationToken);
    }
}
