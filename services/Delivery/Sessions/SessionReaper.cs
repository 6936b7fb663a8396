using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Deliveries;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Sessions;

/// <summary>Removes the sessions of edges that have fallen silent: their disconnects will never come.</summary>
/// <remarks>
/// When Delivery, the broker or the database was away, it is not the edges that were silent. So a process reaps nobody before it has
/// listened, and could write down what it heard, without a break, for as long as an edge may be silent.
/// </remarks>
internal sealed class SessionReaper(
    Database database,
    QueueWatch queues,
    SchemaMigrator schema,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<SessionReaper> logger) : Sweeper(schema, options, clock, logger)
{
    /// <summary>A database that takes longer over a trifle was as good as away.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(2);

    private DateTimeOffset? _writingSince;

    /// <summary>It looks at every session, so not as often as others look for what is due.</summary>
    protected override TimeSpan Interval => Options.EdgeTimeout / 6;

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await NoteDatabaseAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        var silentSince = now - Options.EdgeTimeout;
        if (!(queues.HeardSince(Queues.Edges) <= silentSince) || !(_writingSince <= silentSince))
            return false;

        await database.QueryAsync(async context =>
        {
            var living = context.Edges.Where(edge => edge.HeartbeatAt > silentSince).Select(edge => edge.EdgeId);
            await context.Sessions
                .Where(session => !living.Contains(session.EdgeId) && session.ConnectedAt <= silentSince)
                .ExecuteDeleteAsync(cancellationToken);
            return await context.Edges.Where(edge => edge.HeartbeatAt <= silentSince).ExecuteDeleteAsync(cancellationToken);
        });
        return false;
    }

    private async Task NoteDatabaseAsync(CancellationToken cancellationToken)
    {
        var askedAt = Clock.GetTimestamp();
        var before = _writingSince;
        _writingSince = null;
        await database.QueryAsync(context => context.Edges.AnyAsync(cancellationToken));
        _writingSince = before is not null && Clock.GetElapsedTime(askedAt) < LongestAnswer ? before : Clock.GetUtcNow();
    }
}
