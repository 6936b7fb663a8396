using MassTransit;
using StorePush.Contracts;
using StorePush.Edge.Connections;

namespace StorePush.Edge.Push;

/// <summary>Stops the ringing: tells every device of the store that was sent the message, and sends it to nobody any more.</summary>
internal sealed class SettleAtStoreConsumer(ConnectionRegistry registry, RecentlySettled settled) : IConsumer<SettleAtStore>
{
    public Task Consume(ConsumeContext<SettleAtStore> context)
    {
        foreach (var settlement in context.Message.Settlements)
            Settle(settlement);
        return Task.CompletedTask;
    }

    private void Settle(MessageSettlement message)
    {
        // First, so that a push that is handled at the same time is dropped or is taken back by the frames below.
        settled.Add(message.StoreId, message.MessageId);
        foreach (var id in message.ConnectionIds)
            registry.Find(id)?.Feed.Settle(message.MessageId, message.Status, message.By);
    }
}
