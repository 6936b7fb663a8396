using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Webhooks;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Rows.Postgres;

namespace StorePush.Delivery.Persistence.Postgres;

/// <summary>Delivery's tables on PostgreSQL, for any number of Delivery processes.</summary>
internal sealed class PostgresDeliveryDbContext(DbContextOptions<PostgresDeliveryDbContext> options) : DeliveryDbContext(options)
{
    private static readonly PostgresRowWriter Writer = new();

    public override IRowWriter Rows => Writer;

    // The odd condition keeps the planner from the indexes of what is pending: by statistics from before a long outage there is next to
    // nothing in them, and it would walk through a million messages for a few.
    public override Task<Dictionary<Guid, int>> CountPushesAsync(
        IReadOnlyList<PushNote> pushes, DateTimeOffset nextPushAt, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. pushes.Select(push => push.MessageId)];
        string[] lines = [.. pushes.Select(push => push.Line)];
        return Database
            .SqlQuery<PushCount>(
                $"""
                UPDATE deliveries
                SET pushes = pushes + 1,
                    push_log = CASE WHEN pushes < {PushLog.MaxPushes} THEN concat(push_log, push.line) ELSE push_log END,
                    next_push_at = CASE WHEN next_push_at IS NULL OR pushes = 0 THEN {nextPushAt} ELSE next_push_at END
                FROM unnest({ids}, {lines}) AS push (message_id, line)
                WHERE correlation_id = push.message_id AND state || '' = 'Pending'
                RETURNING correlation_id AS message_id, pushes
                """)
            .ToDictionaryAsync(count => count.MessageId, count => count.Pushes, cancellationToken);
    }

    // SKIP LOCKED: several Delivery processes sweep side by side without waiting for, or doubling, each other's work.
    public override IQueryable<DeliveryState> LockDuePushes(DateTimeOffset now, int limit) =>
        Deliveries.FromSql(
            $"""
            SELECT * FROM deliveries
            WHERE state = 'Pending' AND next_push_at <= {now}
            ORDER BY next_push_at
            LIMIT {limit}
            FOR UPDATE SKIP LOCKED
            """);

    public override IQueryable<DeliveryState> LockDueExpiries(DateTimeOffset now, int limit) =>
        Deliveries.FromSql(
            $"""
            SELECT * FROM deliveries
            WHERE state = 'Pending' AND expiry_due_at <= {now}
            ORDER BY expiry_due_at
            LIMIT {limit}
            FOR UPDATE SKIP LOCKED
            """);

    public override Task<List<WebhookCall>> ClaimCallsAsync(
        DateTimeOffset now, DateTimeOffset dueAgainAt, int limit, CancellationToken cancellationToken) =>
        WebhookCalls
            .FromSql(
                $"""
                WITH due AS (
                    SELECT id FROM webhook_calls
                    WHERE done_at IS NULL AND due_at <= {now}
                    ORDER BY due_at
                    LIMIT {limit}
                    FOR UPDATE SKIP LOCKED)
                UPDATE webhook_calls AS call
                SET due_at = {dueAgainAt}
                FROM due
                WHERE call.id = due.id
                RETURNING call.*
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
}
