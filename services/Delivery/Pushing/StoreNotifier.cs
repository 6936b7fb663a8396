using Microsoft.Extensions.Options;
using StorePush.Batching;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Pushing;

/// <summary>Brings new messages to the devices that are online, and stops their ringing.</summary>
/// <remarks>
/// <para>
/// The sessions are read after the message is committed, and a connecting device reads the pending messages after its session is
/// committed. Whichever comes second sees the other, so no message falls between the two.
/// </para>
/// <para>What many messages ask for at the same time is done in one go, see <see cref="Batcher{TItem,TResult}"/>.</para>
/// </remarks>
internal sealed class StoreNotifier : IStoreNotifier, IAsyncDisposable
{
    private static readonly BatcherOptions Limits = new() { MaxConcurrentBatches = 2 };

    private readonly Database _database;
    private readonly IOnlineSessions _online;
    private readonly EdgeCommands _edges;
    private readonly DeliveryOptions _options;
    private readonly DeliveryEvents _events;
    private readonly TimeProvider _clock;
    private readonly Batcher<string, string?> _pushLogs;
    private readonly Batcher<DuePush, bool> _pushes;
    private readonly Batcher<DeliveryState, bool> _settlements;

    public StoreNotifier(
        Database database,
        IOnlineSessions online,
        EdgeCommands edges,
        IOptions<DeliveryOptions> options,
        DeliveryEvents events,
        TimeProvider clock)
    {
        (_database, _online, _edges, _options, _events, _clock) = (database, online, edges, options.Value, events, clock);
        _pushLogs = new(BeginLogsAsync, Limits with { Name = "push log batch" });
        _pushes = new(PushAsync, Limits with { Name = "push batch" });
        _settlements = new(SettleAsync, Limits with { Name = "settle batch" });
    }

    public async Task CountFirstPushAsync(DeliveryState message, CancellationToken cancellationToken)
    {
        // Not what comes too late to be pushed at all.
        if (message.ExpiresAt > _clock.GetUtcNow() && await _pushLogs.AddAsync(message.StoreId, cancellationToken) is { } line)
            (message.Pushes, message.PushLog) = (1, line);
    }

    public Task PushNewAsync(DeliveryState message, CancellationToken cancellationToken) =>
        _pushes.AddAsync(new DuePush(message, IsCounted: message.Pushes > 0), cancellationToken);

    public Task PushAsync(DeliveryState message, CancellationToken cancellationToken) =>
        _pushes.AddAsync(new DuePush(message, IsCounted: false), cancellationToken);

    public Task SettleAsync(DeliveryState message, CancellationToken cancellationToken) =>
        _settlements.AddAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pushLogs.DisposeAsync();
        await _pushes.DisposeAsync();
        await _settlements.DisposeAsync();
    }

    /// <summary>What the push log of each store's new messages begins with; null where no device is online.</summary>
    private async Task<IReadOnlyList<string?>> BeginLogsAsync(IReadOnlyList<string> storeIds, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var sessions = await _online.OfStoresAsync(storeIds, cancellationToken);
        return [.. storeIds.Select(storeId => sessions.Contains(storeId) ? Line(now, sessions[storeId]) : null)];
    }

    /// <summary>Counts the pushes before they are sent, so that a frame never claims to be the first when it may not be.</summary>
    private async Task<IReadOnlyList<bool>> PushAsync(IReadOnlyList<DuePush> due, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        DuePush[] valid = [.. due.Where(push => push.Message.ExpiresAt > now).DistinctBy(push => push.Message.CorrelationId)];
        var found = await _online.OfPendingAsync([.. valid.Select(push => push.Message.CorrelationId)], cancellationToken);
        var sessions = found.Select(each => each.Session).DistinctBy(session => session.ConnectionId).ToLookup(session => session.StoreId);
        var online = found.Select(each => each.MessageId).ToHashSet();
        var counts = valid
            .Where(push => push.IsCounted && online.Contains(push.Message.CorrelationId))
            .ToDictionary(push => push.Message.CorrelationId, push => push.Message.Pushes);
        PushNote[] notes = [.. valid
            .Where(push => !push.IsCounted && online.Contains(push.Message.CorrelationId))
            .OrderBy(push => push.Message.CorrelationId)
            .Select(push => new PushNote(push.Message.CorrelationId, Line(now, sessions[push.Message.StoreId])))];
        if (notes.Length > 0)
        {
            var next = now + _options.PushIntervals.After(pushes: 1);
            foreach (var (messageId, count) in await _database.QueryAsync(context => context.CountPushesAsync(notes, next, cancellationToken)))
                counts[messageId] = count;
        }

        List<(DeliveryState, int)> pushes = [.. valid
            .Where(push => counts.ContainsKey(push.Message.CorrelationId))
            .Select(push => (push.Message, counts[push.Message.CorrelationId]))];
        await _edges.SendAllAsync(StorePushes.PerEdge(pushes, sessions, isRepeat: false), cancellationToken);
        _events.Pushed(pushes);
        return new bool[due.Count];
    }

    private async Task<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<DeliveryState> messages, CancellationToken cancellationToken)
    {
        var sessions = await _online.OfStoresAsync([.. messages.Select(message => message.StoreId)], cancellationToken);
        await _edges.SendAllAsync(StoreSettlements.PerEdge(messages, sessions), cancellationToken);
        return new bool[messages.Count];
    }

    private static string Line(DateTimeOffset at, IEnumerable<DeviceSession> sessions) =>
        PushLog.Line(at, sessions.Select(session => session.EdgeId));

    /// <param name="Message">What is to be pushed.</param>
    /// <param name="IsCounted">Whether its row has counted this push.</param>
    private sealed record DuePush(DeliveryState Message, bool IsCounted);
}
