using MassTransit;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Webhooks;

/// <summary>Events have a queue of their own: whatever happens to them holds up no order.</summary>
internal sealed class WebhooksEndpoint : ConsumerDefinition<WebhookConsumer>
{
    public WebhooksEndpoint() => EndpointName = Queues.Webhooks;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<WebhookConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseOptionalQueue();
        consumerConfigurator.UseMessageRetry(HoldOnTransientFaults.Policy);
    }
}
