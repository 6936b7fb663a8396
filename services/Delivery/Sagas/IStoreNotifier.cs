namespace StorePush.Delivery.Sagas;

/// <summary>What the saga tells a store's devices; called after its row is committed.</summary>
internal interface IStoreNotifier
{
    /// <summary>Pushes a message to every device of its store that is online, unless it is settled by now.</summary>
    Task PushAsync(DeliveryState message, CancellationToken cancellationToken);

    /// <summary>Tells the store's devices that a message is settled.</summary>
    Task SettleAsync(DeliveryState message, CancellationToken cancellationToken);
}
