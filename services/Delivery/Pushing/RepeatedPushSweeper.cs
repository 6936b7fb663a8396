using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Pushing;

/// <summary>
/// Pushes again what is still pending, after 10, 20, 40, then every 60 seconds; also what a crash kept from its first push. Messages of
/// stores with no device online are put aside until one connects.
/// </summary>
internal sealed class RepeatedPushSweeper(
    Database database,
    EdgeCommands edges,
    AckBacklog acknowledgements,
    DeliveryEvents events,
    SchemaMigrator schema,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<RepeatedPushSweeper> logger) : Sweeper(schema, options, clock, logger)
{
    /// <summary>
    /// A store with a long backlog gets its repeats in portions, one per second: all at once would be more than its devices' queues hold,
    /// and would cut those that read well.
    /// </summary>
    private const int Portion = 50;

    private static readonly TimeSpan PortionPause = TimeSpan.FromSeconds(1);

    private readonly SettledFirst _settledFirst = new(database, acknowledgements, clock);

    // Of this second, by store: one step may follow the other at once.
    private readonly Dictionary<string, int> _portions = [];
    private DateTimeOffset _portionsSince;

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        // Without a broker nothing could be sent, and what was taken would go out first when it is back.
        if (!acknowledgements.IsListening)
            return false;

        var (due, commands) = await _settledFirst.QueryAsync(context => TakeDueAsync(context, cancellationToken), cancellationToken);
        await edges.SendAllAsync(commands, cancellationToken);
        return due == Options.SweepBatch;
    }

    private async Task<(int Due, IReadOnlyList<PushToStore> Commands)> TakeDueAsync(
        DeliveryDbContext context, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var due = await context.LockDuePushes(now, Options.SweepBatch).ToListAsync(cancellationToken);
        if (due.Count == 0)
            return (0, []);

        string[] stores = [.. due.Select(message => message.StoreId).Distinct()];
        var sessions = (await context.Sessions
                .AsNoTracking()
                .Where(session => stores.Contains(session.StoreId))
                .ToListAsync(cancellationToken))
            .ToLookup(session => session.StoreId);

        if (now - _portionsSince >= PortionPause)
        {
            _portions.Clear();
            _portionsSince = now;
        }

        List<(DeliveryState, int)> pushes = [];
        foreach (var message in due.OrderBy(message => message.AcceptedAt))
        {
            if (!sessions.Contains(message.StoreId))
            {
                message.NextPushAt = null;
                continue;
            }

            // It is about to expire; that it does so for a store that is online is told by this.
            if (message.ExpiresAt <= now)
            {
                message.NextPushAt = now + Options.PushIntervals.After(message.Pushes);
                continue;
            }

            var number = _portions[message.StoreId] = _portions.GetValueOrDefault(message.StoreId) + 1;
            if (number > Portion)
            {
                message.NextPushAt = now + (PortionPause * ((number - 1) / Portion));
                continue;
            }

            message.PushLog = PushLog.Append(
                message.PushLog,
                message.Pushes++,
                PushLog.Line(now, sessions[message.StoreId].Select(session => session.EdgeId)));
            message.NextPushAt = now + Options.PushIntervals.After(message.Pushes);
            pushes.Add((message, message.Pushes));
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        events.PushedAgain(pushes);
        return (due.Count, [.. StorePushes.PerEdge(pushes, sessions, isRepeat: true)]);
    }
}
