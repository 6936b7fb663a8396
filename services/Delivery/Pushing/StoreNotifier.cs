using Microsoft.EntityFrameworkCore;
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
    private readonly EdgeCommands _edges;
    private readonly DeliveryOptions _options;
    private readonly DeliveryEvents _events;
    private readonly TimeProvider _clock;
    private readonly Batcher<DeliveryState, bool> _pushes;
    private readonly Batcher<DeliveryState, bool> _settlements;

    public StoreNotifier(
        Database database, EdgeCommands edges, IOptions<DeliveryOptions> options, DeliveryEvents events, TimeProvider clock)
    {
        (_database, _edges, _options, _events, _clock) = (database, edges, options.Value, events, clock);
        _pushes = new(PushAsync, Limits with { Name = "push batch" });
        _settlements = new(SettleAsync, Limits with { Name = "settle batch" });
    }

    public Task PushAsync(DeliveryState message, CancellationToken cancellationToken) =>
        _pushes.AddAsync(message, cancellationToken);

    public Task SettleAsync(DeliveryState message, CancellationToken cancellationToken) =>
        _settlements.AddAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pushes.DisposeAsync();
        await _settlements.DisposeAsync();
    }

    /// <summary>Counts the pushes before they are sent, so that a frame never claims to be the first when it may not be.</summary>
    private async Task<IReadOnlyList<bool>> PushAsync(IReadOnlyList<DeliveryState> messages, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var (sessions, counts) = await _database.QueryAsync(async context =>
        {
            var sessions = await FindSessionsAsync(context, messages, cancellationToken);
            PushNote[] online = [.. messages
                .Where(message => sessions.Contains(message.StoreId) && message.ExpiresAt > now)
                .DistinctBy(message => message.CorrelationId)
                .OrderBy(message => message.CorrelationId)
                .Select(message => new PushNote(
                    message.CorrelationId, PushLog.Line(now, sessions[message.StoreId].Select(session => session.EdgeId))))];
            var counts = online.Length == 0
                ? []
                : await context.CountPushesAsync(online, now + _options.PushIntervals.After(pushes: 1), cancellationToken);
            return (sessions, counts);
        });

        List<(DeliveryState, int)> pushes = [.. messages
            .DistinctBy(message => message.CorrelationId)
            .Where(message => counts.ContainsKey(message.CorrelationId))
            .Select(message => (message, counts[message.CorrelationId]))];
        await _edges.SendAllAsync(StorePushes.PerEdge(pushes, sessions, isRepeat: false), cancellationToken);
        _events.Pushed(pushes);
        return new bool[messages.Count];
    }

    private async Task<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<DeliveryState> messages, CancellationToken cancellationToken)
    {
        var sessions = await _database.QueryAsync(context => FindSessionsAsync(context, messages, cancellationToken));
        await _edges.SendAllAsync(StoreSettlements.PerEdge(messages, sessions), cancellationToken);
        return new bool[messages.Count];
    }

    private static async Task<ILookup<string, DeviceSession>> FindSessionsAsync(
        DeliveryDbContext context, IReadOnlyList<DeliveryState> messages, CancellationToken cancellationToken)
    {
        string[] stores = [.. messages.Select(message => message.StoreId).Distinct()];
        var sessions = await context.Sessions
            .AsNoTracking()
            .Where(session => stores.Contains(session.StoreId))
            .ToListAsync(cancellationToken);
        return sessions.ToLookup(session => session.StoreId);
    }
}
