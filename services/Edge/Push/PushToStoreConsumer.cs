using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Presence;

namespace StorePush.Edge.Push;

/// <summary>Hands frames to the connections that they are for, and reports those that are not here any more.</summary>
internal sealed class PushToStoreConsumer(ConnectionRegistry registry, PresenceReporter presence, EdgeMetrics metrics)
    : IConsumer<PushToStore>
{
    public async Task Consume(ConsumeContext<PushToStore> context)
    {
        var gone = context.Message.ReplayOf is { } connectionId
            ? Replay(context.Message, connectionId)
            : Push(context.Message);

        await Task.WhenAll(gone.Select(presence.ReportDisconnectedAsync));
    }

    private HashSet<Guid> Replay(PushToStore page, Guid connectionId)
    {
        if (registry.Find(connectionId) is not { } connection)
            return [connectionId];

        connection.Feed.Replay(page, after => _ = presence.AskForPageAsync(connection, after));
        metrics.MessagesHandedOver(page.Pushes.Count);
        return [];
    }

    private HashSet<Guid> Push(PushToStore command)
    {
        HashSet<Guid> gone = [];
        foreach (var push in command.Pushes)
        {
            foreach (var id in push.ConnectionIds)
            {
                if (registry.Find(id) is { } connection)
                    connection.Feed.Push(push);
                else
                    gone.Add(id);
            }

            metrics.MessagesHandedOver(push.ConnectionIds.Count);
        }

        return gone;
    }
}
