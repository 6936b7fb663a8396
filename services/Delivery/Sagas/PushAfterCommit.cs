using MassTransit;
using StorePush.Delivery.Acknowledgements;

namespace StorePush.Delivery.Sagas;

/// <summary>Pushes a message that the broker has delivered again: it may have been pushed, and acknowledged, before.</summary>
internal sealed class PushAfterCommit(IStoreNotifier store, AckBacklog acknowledgements, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override async Task RunAsync(BehaviorContext<DeliveryState> context, bool isRepeated)
    {
        await acknowledgements.WaitAsync(context.CancellationToken);
        await store.PushAsync(context.Saga, context.CancellationToken);
    }
}
