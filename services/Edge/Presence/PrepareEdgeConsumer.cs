using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Revocations;

namespace StorePush.Edge.Presence;

/// <summary>Delivery did not know this process, or had given it up: takes the revocations and reports every connection again.</summary>
internal sealed class PrepareEdgeConsumer(
    RevocationList revocations, ConnectionRegistry registry, PresenceReporter presence, EdgeReporter edge) : IConsumer<PrepareEdge>
{
    public Task Consume(ConsumeContext<PrepareEdge> context)
    {
        foreach (var revoked in context.Message.Revocations)
            revocations.Add(revoked);

        if (context.Message.HasMore)
            return Task.CompletedTask;

        edge.MarkPrepared();
        foreach (var connection in registry.All)
            _ = presence.ReportConnectedAsync(connection);
        return Task.CompletedTask;
    }
}
