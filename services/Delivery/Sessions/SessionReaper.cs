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
/// When Delivery or the broker was away, it is not the edges that were silent. So a process reaps nobody before it has listened, without
/// a break, for as long as an edge may be silent.
/// </remarks>
internal sealed class SessionReaper(
    Database database,
    QueueWatch queues,
    SchemaMigrator schema,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<SessionReaper> logger) : Sweeper(schema, options, clock, logger)
{
    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        if (queues.HeardSince(Queues.Devices) is not { } heardSince || now - heardSince < Options.EdgeTimeout)
            return false;

        var silentSince = now - Options.EdgeTimeout;
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
}
