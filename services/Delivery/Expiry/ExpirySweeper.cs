using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Expiry;

/// <summary>Tells the saga of every message whose time is over. The saga decides.</summary>
internal sealed class ExpirySweeper(
    Database database,
    IBus bus,
    AckBacklog acknowledgements,
    SchemaMigrator schema,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<ExpirySweeper> logger) : Sweeper(schema, options, clock, logger)
{
    /// <summary>When an event got lost, or its processing takes long, it is published again after this time.</summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(30);

    private readonly SettledFirst _settledFirst = new(database, acknowledgements, clock);

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        // What was acknowledged in time may be on its way to another process, but hardly while none is heard here.
        if (!acknowledgements.IsListening)
            return false;

        var due = await _settledFirst.QueryAsync(context => TakeDueAsync(context, cancellationToken), cancellationToken);
        await bus.PublishBatch(due.Select(id => new ExpiryElapsed { MessageId = id }), cancellationToken);
        return due.Count == Options.SweepBatch;
    }

    private async Task<List<Guid>> TakeDueAsync(DeliveryDbContext context, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var due = await context.LockDueExpiries(now, Options.SweepBatch)
            .Select(message => message.CorrelationId)
            .ToListAsync(cancellationToken);
        if (due.Count > 0)
        {
            await context.Deliveries
                .Where(message => due.Contains(message.CorrelationId))
                .ExecuteUpdateAsync(
                    update => update.SetProperty(message => message.ExpiryDueAt, now + RepeatAfter), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return due;
    }
}
