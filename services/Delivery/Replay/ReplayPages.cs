using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Sagas;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Replay;

/// <summary>Sends a store's pending messages to one connection, oldest first, a page at a time.</summary>
internal sealed class ReplayPages(
    Database database,
    EdgeCommands edges,
    AckBacklog acknowledgements,
    DeliveryEvents events,
    IOptions<DeliveryOptions> options,
    TimeProvider clock) : IDisposable
{
    /// <summary>
    /// After a fault all devices ask at once. So many pages leave the database to the acknowledgements too, and none is long under way
    /// between the look at these and what it finds pending.
    /// </summary>
    private const int PagesAtOnce = 4;

    /// <summary>What is acknowledged less long before a page is read may be on it.</summary>
    private static readonly TimeSpan Crossing = TimeSpan.FromSeconds(1);

    /// <summary>A page ends early when its frames get large; one message always fits.</summary>
    private const int MaxPageBytes = 512 * 1_024;

    private readonly SemaphoreSlim _turns = new(PagesAtOnce);

    /// <summary>Sends the page after a place; from the start without one.</summary>
    public async Task SendAsync(
        string edgeId, string storeId, Guid connectionId, ReplayCursor? after, CancellationToken cancellationToken)
    {
        // Who waits here takes no turn: where acknowledgements are a little slow, all replays would be very slow.
        await acknowledgements.WaitForEarlierAsync(TimeSpan.Zero, cancellationToken);
        await _turns.WaitAsync(cancellationToken);
        try
        {
            // The turn may have come long after, with the database away in between.
            await acknowledgements.WaitForEarlierAsync(Crossing, cancellationToken);
            var page = await database.QueryAsync(context => ReadAsync(context, edgeId, storeId, after, cancellationToken));
            await SendAsync(page, edgeId, connectionId, after, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task SendAsync(
        Page page, string edgeId, Guid connectionId, ReplayCursor? after, CancellationToken cancellationToken)
    {
        await edges.SendAsync(
            new PushToStore
            {
                EdgeId = edgeId,
                ReplayOf = connectionId,
                Pushes = [.. page.Pushes.Select(push => StorePushes.For(push.Message, push.Push, connectionId))],
                After = after,
                Next = page.Next,
            },
            cancellationToken);
        events.Replayed(page.Pushes);
    }

    private async Task<Page> ReadAsync(
        DeliveryDbContext context, string edgeId, string storeId, ReplayCursor? after, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var pending = context.Deliveries
            .AsNoTracking()
            .Where(message => message.StoreId == storeId
                && message.State == nameof(DeliveryStateMachine.Pending)
                && message.ExpiresAt > now);
        if (after is not null)
        {
            pending = pending.Where(message => message.AcceptedAt > after.AcceptedAt
                || (message.AcceptedAt == after.AcceptedAt && message.CorrelationId.CompareTo(after.MessageId) > 0));
        }

        var rows = await pending
            .OrderBy(message => message.AcceptedAt)
            .ThenBy(message => message.CorrelationId)
            .Take(options.Value.ReplayPage + 1)
            .ToListAsync(cancellationToken);
        var fitting = CountFitting(rows);
        var page = rows[..fitting];
        if (page.Count == 0)
            return new([], null);

        var counts = await context.CountPushesAsync(
            [.. page
                .OrderBy(message => message.CorrelationId)
                .Select(message => new PushNote(message.CorrelationId, PushLog.Line(now, [edgeId])))],
            now + options.Value.PushIntervals.After(pushes: 1),
            cancellationToken);
        var next = rows.Count > fitting
            ? new ReplayCursor { AcceptedAt = page[^1].AcceptedAt, MessageId = page[^1].CorrelationId }
            : null;

        // What was settled since the read is not in the counts, and is not sent.
        return new(
            [.. page
                .Where(message => counts.ContainsKey(message.CorrelationId))
                .Select(message => (message, counts[message.CorrelationId]))],
            next);
    }

    private int CountFitting(List<DeliveryState> rows)
    {
        var bytes = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            bytes += rows[i].Payload?.Length ?? 0;
            if (i == options.Value.ReplayPage || (i > 0 && bytes > MaxPageBytes))
                return i;
        }

        return rows.Count;
    }

    private sealed record Page(IReadOnlyList<(DeliveryState Message, int Push)> Pushes, ReplayCursor? Next);
}
