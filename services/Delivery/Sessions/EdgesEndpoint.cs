using MassTransit;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Sessions;

/// <summary>Heartbeats have a queue of their own: behind a storm of devices they would be too old when they are read.</summary>
internal sealed class EdgesEndpoint : ConsumerDefinition<EdgeHeartbeatConsumer>
{
    public EdgesEndpoint() => EndpointName = Queues.Edges;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<EdgeHeartbeatConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseQuorumQueue();
        consumerConfigurator.UseMessageRetry(HoldOnTransientFaults.Policy);
    }
}
