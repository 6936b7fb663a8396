using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Webhooks;

/// <summary>Counts what waits, gives up what has waited for too long or is too much, and forgets what is done.</summary>
internal sealed partial class WebhookSweeper(
    Database database,
    WebhookMetrics metrics,
    SchemaMigrator schema,
    IOptions<WebhooksOptions> webhooks,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<WebhookSweeper> logger) : Sweeper(schema, options, clock, logger)
{
    /// <summary>What was received so shortly before the last one is not forgotten: <see cref="MissedEvents"/> looks from there on.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>As many as have room in a line of log.</summary>
    private const int MaxGivenUp = 100;

    private const int MaxForgotten = 1_000;

    private readonly WebhooksOptions _webhooks = webhooks.Value;
    private Backlog? _waiting;

    /// <summary>Counting a long backlog takes a while.</summary>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(30);

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        // Once, before the steps that take away from it.
        _waiting ??= await CountAsync(cancellationToken);
        metrics.Waiting(_waiting);

        var old = await GiveUpAsync(WebhookMetrics.Age, Clock.GetUtcNow() - _webhooks.GiveUpAfter, MaxGivenUp, cancellationToken);
        var tooMany = _waiting.Count - old - _webhooks.MaxWaiting;
        if (tooMany > 0)
            old += await GiveUpAsync(WebhookMetrics.Overflow, DateTimeOffset.MaxValue, (int)Math.Min(tooMany, MaxGivenUp), cancellationToken);
        var forgotten = await ForgetAsync(cancellationToken);

        var hasMore = old > 0 || forgotten == MaxForgotten;
        _waiting = hasMore ? _waiting with { Count = _waiting.Count - old } : null;
        return hasMore;
    }

    private Task<Backlog> CountAsync(CancellationToken cancellationToken) => database.QueryAsync(async context =>
        await context.WebhookCalls
            .Where(call => call.DoneAt == null)
            .GroupBy(_ => 1)
            .Select(waiting => new Backlog(waiting.LongCount(), waiting.Min(call => call.ReceivedAt)))
            .SingleOrDefaultAsync(cancellationToken)
        ?? new Backlog(0, null));

    /// <returns>How many were given up; each is counted by one process only, however many sweep.</returns>
    private async Task<int> GiveUpAsync(string reason, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var (calls, given) = await database.QueryAsync(async context =>
        {
            var oldest = await context.WebhookCalls
                .Where(call => call.DoneAt == null && call.ReceivedAt < before)
                .OrderBy(call => call.ReceivedAt)
                .Take(limit)
                .Select(call => new { call.Id, call.LastFailure })
                .ToListAsync(cancellationToken);
            var ids = oldest.Select(call => call.Id).ToList();
            var deleted = ids.Count == 0
                ? 0
                : await context.WebhookCalls
                    .Where(call => ids.Contains(call.Id) && call.DoneAt == null)
                    .ExecuteDeleteAsync(cancellationToken);
            return (oldest, deleted);
        });
        if (given == 0)
            return 0;

        metrics.GaveUp(reason, given);
        Log.GaveUp(logger, given, reason, calls[0].LastFailure ?? "never tried", string.Join(' ', calls.Select(call => call.Id)));
        return given;
    }

    private Task<int> ForgetAsync(CancellationToken cancellationToken) => database.QueryAsync(async context =>
    {
        var done = context.WebhookCalls.Where(call => call.DoneAt != null);
        var last = await done.MaxAsync(call => (DateTimeOffset?)call.ReceivedAt, cancellationToken);
        if (last is null)
            return 0;

        var retained = Clock.GetUtcNow() - _webhooks.Retention;
        var before = retained < last - Remembered ? retained : last.Value - Remembered;
        var old = done
            .Where(call => call.ReceivedAt < before)
            .OrderBy(call => call.ReceivedAt)
            .Take(MaxForgotten)
            .Select(call => call.Id);
        return await context.WebhookCalls.Where(call => old.Contains(call.Id)).ExecuteDeleteAsync(cancellationToken);
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The receiver is not told of {Count} events, given up for their {Reason} (last failure: {Failure}): {Ids}")]
        public static partial void GaveUp(ILogger logger, int count, string reason, string failure, string ids);
    }
}
