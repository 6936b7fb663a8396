using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Webhooks;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Rows.Sqlite;

namespace StorePush.Delivery.Persistence.Sqlite;

/// <summary>Delivery's tables in one file, for the one process of Standalone.</summary>
internal sealed class SqliteDeliveryDbContext(DbContextOptions<SqliteDeliveryDbContext> options) : DeliveryDbContext(options)
{
    private static readonly SqliteRowWriter Writer = new();

    public override IRowWriter Rows => Writer;

    public override Task<Dictionary<Guid, int>> CountPushesAsync(
        IReadOnlyList<PushNote> pushes, DateTimeOffset nextPushAt, CancellationToken cancellationToken)
    {
        var notes = JsonSerializer.Serialize(
            pushes.Select(push => new { id = push.MessageId.ToString().ToUpperInvariant(), line = push.Line }));
        var next = nextPushAt.ToUnixTimeMilliseconds();
        return Database
            .SqlQuery<PushCount>(
                $"""
                UPDATE deliveries
                SET pushes = pushes + 1,
                    push_log = CASE WHEN pushes < {PushLog.MaxPushes} THEN ifnull(push_log, '') || (note.value ->> 'line') ELSE push_log END,
                    next_push_at = CASE WHEN next_push_at IS NULL OR pushes = 0 THEN {next} ELSE next_push_at END
                FROM json_each({notes}) AS note
                WHERE correlation_id = note.value ->> 'id' AND state = 'Pending'
                RETURNING correlation_id AS message_id, pushes
                """)
            .ToDictionaryAsync(count => count.MessageId, count => count.Pushes, cancellationToken);
    }

    // A transaction locks the whole file, so nothing is said of locks here.
    public override IQueryable<DeliveryState> LockDuePushes(DateTimeOffset now, int limit) =>
        Deliveries
            .Where(message => message.State == nameof(DeliveryStateMachine.Pending) && message.NextPushAt <= now)
            .OrderBy(message => message.NextPushAt)
            .Take(limit);

    public override IQueryable<DeliveryState> LockDueExpiries(DateTimeOffset now, int limit) =>
        Deliveries
            .Where(message => message.State == nameof(DeliveryStateMachine.Pending) && message.ExpiryDueAt <= now)
            .OrderBy(message => message.ExpiryDueAt)
            .Take(limit);

    public override Task<List<WebhookCall>> ClaimCallsAsync(
        DateTimeOffset now, DateTimeOffset dueAgainAt, int limit, CancellationToken cancellationToken)
    {
        var (due, dueAgain) = (now.ToUnixTimeMilliseconds(), dueAgainAt.ToUnixTimeMilliseconds());
        return WebhookCalls
            .FromSql(
                $"""
                UPDATE webhook_calls
                SET due_at = {dueAgain}
                WHERE id IN (
                    SELECT id FROM webhook_calls
                    WHERE done_at IS NULL AND due_at <= {due}
                    ORDER BY due_at
                    LIMIT {limit})
                RETURNING *
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }

    // SQLite has no type for times; milliseconds sort and compare.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
}
