namespace StorePush.Delivery.Sessions;

/// <summary>Finds the devices that are online. An order asks three times on its way, so each database does it as it does it best.</summary>
internal interface IOnlineSessions
{
    /// <summary>The sessions of these stores.</summary>
    Task<ILookup<string, DeviceSession>> OfStoresAsync(IReadOnlyCollection<string> storeIds, CancellationToken cancellationToken);

    /// <summary>Of these messages those that are pending, once with each session of their store.</summary>
    Task<IReadOnlyList<(Guid MessageId, DeviceSession Session)>> OfPendingAsync(
        IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken);
}
