using MassTransit;
using StorePush.Contracts;

namespace StorePush.Hosting.Messaging;

/// <summary>Which message goes to which queue on RabbitMQ.</summary>
/// <remarks>
/// Whoever publishes to Delivery declares Delivery's queue and bindings too. Without that, an order that is accepted before the first
/// Delivery ever ran would be confirmed by the broker and vanish.
/// </remarks>
internal static class BrokerTopology
{
    private const string Direct = "direct";

    public static void Configure(IRabbitMqBusFactoryConfigurator bus)
    {
        BindQueue<OrderPlaced>(bus, Queues.Deliveries);
        BindQueue<OrderCancelled>(bus, Queues.Deliveries);
        BindQueue<DevicesAcknowledged>(bus, Queues.Acknowledgements);
        BindQueue<ExpiryElapsed>(bus, Queues.Deliveries);
        BindQueue<DevicesConnected>(bus, Queues.Devices);
        BindQueue<DevicesDisconnected>(bus, Queues.Devices);
        BindQueue<ReplayRequested>(bus, Queues.Devices);
        BindQueue<EdgeHeartbeat>(bus, Queues.Edges);

        RouteToEdge<PushToStore>(bus, command => command.EdgeId);
        RouteToEdge<NothingPending>(bus, command => command.EdgeId);
        RouteToEdge<SettleAtStore>(bus, command => command.EdgeId);
        RouteToEdge<CloseConnection>(bus, command => command.EdgeId);
        RouteToEdge<PrepareEdge>(bus, command => command.EdgeId);
    }

    private static void BindQueue<TMessage>(IRabbitMqBusFactoryConfigurator bus, string queue)
        where TMessage : class =>
        bus.Publish<TMessage>(topology =>
            topology.BindQueue(topology.Exchange.ExchangeName, queue, QuorumQueue.Configure));

    private static void RouteToEdge<TCommand>(IRabbitMqBusFactoryConfigurator bus, Func<TCommand, string> edgeId)
        where TCommand : class
    {
        bus.Publish<TCommand>(topology => topology.ExchangeType = Direct);
        bus.Send<TCommand>(topology => topology.UseRoutingKeyFormatter(context => edgeId(context.Message)));
    }
}
