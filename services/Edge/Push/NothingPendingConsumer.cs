using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Presence;

namespace StorePush.Edge.Push;

/// <summary>Ends the replays that have nothing to replay.</summary>
internal sealed class NothingPendingConsumer(ConnectionRegistry registry, PresenceReporter presence) : IConsumer<NothingPending>
{
    public async Task Consume(ConsumeContext<NothingPending> context)
    {
        List<Guid> gone = [];
        foreach (var id in context.Message.ConnectionIds)
        {
            if (registry.Find(id) is { } connection)
                connection.Feed.EndReplay();
            else
                gone.Add(id);
        }

        await Task.WhenAll(gone.Select(id => presence.ReportDisconnectedAsync(id, context.CancellationToken)));
    }
}
