using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Presence;

namespace StorePush.Edge.Push;

/// <summary>Hands frames to the connections that they are for, and reports those that are not here any more.</summary>
internal sealed partial class PushToStoreConsumer(
    ConnectionRegistry registry, PresenceReporter presence, EdgeMetrics metrics, ILogger<PushToStoreConsumer> logger)
    : IConsumer<PushToStore>
{
    public async Task Consume(ConsumeContext<PushToStore> context)
    {
        var gone = context.Message.ReplayOf is { } connectionId
            ? Replay(context.Message, connectionId)
            : Push(context.Message);

        foreach (var push in context.Message.Pushes)
            Log.HandedOver(logger, push.MessageId, push.ConnectionIds.Count, push.StoreId);
        await Task.WhenAll(gone.Select(id => presence.ReportDisconnectedAsync(id, context.CancellationToken)));
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Message {MessageId} was handed to {Connections} connections of store {StoreId}")]
        public static partial void HandedOver(ILogger logger, Guid messageId, int connections, string storeId);
    }
}
