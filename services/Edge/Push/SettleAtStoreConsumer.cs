using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Connections;

namespace StorePush.Edge.Push;

/// <summary>Stops the ringing: tells every device of the store that was sent the message, and sends it to nobody any more.</summary>
internal sealed class SettleAtStoreConsumer(ConnectionRegistry registry, RecentlySettled settled) : IConsumer<SettleAtStore>
{
    public Task Consume(ConsumeContext<SettleAtStore> context)
    {
        var command = context.Message;

        // First, so that a push that is handled at the same time is dropped or is taken back by the frames below.
        settled.Add(command.StoreId, command.MessageId);
        foreach (var id in command.ConnectionIds)
            registry.Find(id)?.Feed.Settle(command.MessageId, command.Status, command.By);
        return Task.CompletedTask;
    }
}
