using MassTransit;
using StorePush.Contracts;

namespace StorePush.Delivery.Webhooks;

/// <summary>Writes down what the receiver is to be told. An event that comes again is written down once.</summary>
internal sealed class WebhookConsumer(WebhookCalls calls, MissedEvents missed, TimeProvider clock)
    : IConsumer<MessageDelivered>, IConsumer<MessageExpired>
{
    public Task Consume(ConsumeContext<MessageDelivered> context) =>
        WriteAsync(WebhookCallMaker.Make(context.Message, clock.GetUtcNow()), context.CancellationToken);

    public Task Consume(ConsumeContext<MessageExpired> context) =>
        WriteAsync(WebhookCallMaker.Make(context.Message, clock.GetUtcNow()), context.CancellationToken);

    private async Task WriteAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        await missed.MadeUp.WaitAsync(cancellationToken);
        await calls.AddAsync(call, cancellationToken);
    }
}
