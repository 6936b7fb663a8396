namespace StorePush.Delivery.Sagas;

/// <summary>Stops the ringing in the store.</summary>
internal sealed class SettleAfterCommit(IStoreNotifier store, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override Task RunAsync(DeliveryState message, CancellationToken cancellationToken) =>
        store.SettleAsync(message, cancellationToken);
}
