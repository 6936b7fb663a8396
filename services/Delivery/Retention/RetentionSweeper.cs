using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Retention;

/// <summary>Deletes settled messages that are older than the retention, a few at a time, and revocations that no token can fall under.</summary>
internal sealed class RetentionSweeper(
    Database database,
    SchemaMigrator schema,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<RetentionSweeper> logger) : Sweeper(schema, options, clock, logger)
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromMinutes(1);

    protected override TimeSpan Interval => Options.Retention / 10 < MaxInterval ? Options.Retention / 10 : MaxInterval;

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        return await database.QueryAsync(async context =>
        {
            var settledBefore = now - Options.Retention;
            var old = context.Deliveries
                .Where(message => message.SettledAt < settledBefore && message.State != nameof(DeliveryStateMachine.Pending))
                .OrderBy(message => message.SettledAt)
                .Take(Options.SweepBatch)
                .Select(message => message.CorrelationId);
            var deleted = await context.Deliveries
                .Where(message => old.Contains(message.CorrelationId))
                .ExecuteDeleteAsync(cancellationToken);

            await context.Revocations
                .Where(revocation => revocation.RevokedAt < now - TokenIssuer.MaxLifetime)
                .ExecuteDeleteAsync(cancellationToken);
            return deleted == Options.SweepBatch;
        });
    }
}
