using MassTransit;
using StorePush.Contracts;

namespace StorePush.Example;

/// <summary>Prints what became of each message, once, though the events may come more than once.</summary>
internal sealed class SettlementPrinter(SeenEvents seen) : IConsumer<MessageDelivered>, IConsumer<MessageExpired>
{
    public async Task Consume(ConsumeContext<MessageDelivered> context)
    {
        var message = context.Message;
        if (seen.IsNew(message.MessageId, nameof(MessageDelivered)))
            await Console.Out.WriteLineAsync($"{message.MessageId} delivered: order {message.OrderId} to {message.StoreId} by {message.DeviceId}");
    }

    public async Task Consume(ConsumeContext<MessageExpired> context)
    {
        var message = context.Message;
        if (seen.IsNew(message.MessageId, nameof(MessageExpired)))
            await Console.Out.WriteLineAsync($"{message.MessageId} expired: order {message.OrderId} for {message.StoreId}");
    }
}
