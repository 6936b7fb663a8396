using StorePush.Delivery.Sessions;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>The real ones, which are away when the test says so.</summary>
internal sealed class OnlineSessionsDouble(IOnlineSessions sessions, Func<bool> isAway) : IOnlineSessions
{
    public Task<ILookup<string, DeviceSession>> OfStoresAsync(
        IReadOnlyCollection<string> storeIds, CancellationToken cancellationToken) =>
        IfThere().OfStoresAsync(storeIds, cancellationToken);

    public Task<IReadOnlyList<(Guid MessageId, DeviceSession Session)>> OfPendingAsync(
        IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken) =>
        IfThere().OfPendingAsync(messageIds, cancellationToken);

    private IOnlineSessions IfThere() => isAway() ? throw new TimeoutException("The database is away.") : sessions;
}
