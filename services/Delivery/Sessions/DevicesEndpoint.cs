using MassTransit;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Sessions;

/// <summary>What edges report of their devices shares one queue.</summary>
internal sealed class DevicesEndpoint<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    public DevicesEndpoint() => EndpointName = Queues.Devices;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseQuorumQueue();
        consumerConfigurator.UseMessageRetry(HoldOnTransientFaults.Policy);
    }
}
