namespace StorePush.Delivery.Sagas;

/// <summary>What the saga tells a store's devices.</summary>
internal interface IStoreNotifier
{
    /// <summary>
    /// Counts the first push of a message that is yet to be saved, if a device of its store is online: to count it later would take a commit
    /// of its own.
    /// </summary>
    Task CountFirstPushAsync(DeliveryState message, CancellationToken cancellationToken);

    /// <summary>
    /// Pushes a message that was saved just now to every device of its store that is online; also counts the push, if that was not done before.
    /// </summary>
    Task PushNewAsync(DeliveryState message, CancellationToken cancellationToken);

    /// <summary>Counts one more push of a saved message and pushes it to every device of its store that is online, unless it is settled by now.</summary>
    Task PushAsync(DeliveryState message, CancellationToken cancellationToken);

    /// <summary>Tells the store's devices that a message is settled; called after that is committed.</summary>
    Task SettleAsync(DeliveryState message, CancellationToken cancellationToken);
}
