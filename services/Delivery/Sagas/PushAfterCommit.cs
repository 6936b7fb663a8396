namespace StorePush.Delivery.Sagas;

/// <summary>Pushes the message to its store.</summary>
internal sealed class PushAfterCommit(IStoreNotifier store, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override Task RunAsync(DeliveryState message, CancellationToken cancellationToken) =>
        store.PushAsync(message, cancellationToken);
}
