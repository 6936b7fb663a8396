using MassTransit;

namespace StorePush.Delivery.Sagas;

/// <summary>Stops the ringing in the store.</summary>
internal sealed class SettleAfterCommit(IStoreNotifier store, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override Task RunAsync(BehaviorContext<DeliveryState> context, bool isRepeated) =>
        store.SettleAsync(context.Saga, context.CancellationToken);
}
