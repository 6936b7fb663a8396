using MassTransit;
using Microsoft.EntityFrameworkCore;
using StorePush.Contracts;
using StorePush.Delivery.Devices;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Pushing;

namespace StorePush.Delivery.Sessions;

/// <summary>Notes that an edge lives; one that is new, or was given up meanwhile, is told what it must know.</summary>
internal sealed class EdgeHeartbeatConsumer(
    Database database, DeviceRevocations revocations, EdgeCommands edges, TimeProvider clock) : IConsumer<EdgeHeartbeat>
{
    public Task Consume(ConsumeContext<EdgeHeartbeat> context) => HeardAsync(context.Message, context.CancellationToken);

    public async Task HeardAsync(EdgeHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var isKnown = await NoteAsync(heartbeat.EdgeId, cancellationToken);
        if (isKnown && !heartbeat.Starting)
            return;

        DeviceRevoked? after = null;
        bool hasMore;
        do
        {
            var page = await revocations.ListAsync(after, cancellationToken);
            hasMore = page.Count == DeviceRevocations.PageSize;
            after = hasMore ? page[^1] : null;
            await edges.SendAsync(
                new PrepareEdge { EdgeId = heartbeat.EdgeId, Revocations = page, HasMore = hasMore }, cancellationToken);
        }
        while (hasMore);
    }

    private Task<bool> NoteAsync(string edgeId, CancellationToken cancellationToken) =>
        database.QueryAsync(async context =>
        {
            var now = clock.GetUtcNow();
            var updated = await context.Edges
                .Where(edge => edge.EdgeId == edgeId)
                .ExecuteUpdateAsync(update => update.SetProperty(edge => edge.HeartbeatAt, now), cancellationToken);
            if (updated > 0)
                return true;

            await context.Rows.InsertMissingAsync(
                context, [new EdgeProcess { EdgeId = edgeId, HeartbeatAt = now }], cancellationToken);
            return false;
        });
}
