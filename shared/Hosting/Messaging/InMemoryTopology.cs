using MassTransit;
using MassTransit.Transports.Fabric;
using StorePush.Contracts;

namespace StorePush.Hosting.Messaging;

/// <summary>The same routes on the in-memory transport, where the consumers' own bindings are enough for Delivery.</summary>
internal static class InMemoryTopology
{
    public static void Configure(IInMemoryBusFactoryConfigurator bus)
    {
        RouteToEdge<PushToStore>(bus, command => command.EdgeId);
        RouteToEdge<NothingPending>(bus, command => command.EdgeId);
        RouteToEdge<SettleAtStore>(bus, command => command.EdgeId);
        RouteToEdge<CloseConnection>(bus, command => command.EdgeId);
        RouteToEdge<PrepareEdge>(bus, command => command.EdgeId);
    }

    private static void RouteToEdge<TCommand>(IInMemoryBusFactoryConfigurator bus, Func<TCommand, string> edgeId)
        where TCommand : class
    {
        bus.Publish<TCommand>(topology => topology.ExchangeType = ExchangeType.Direct);
        bus.Send<TCommand>(topology => topology.UseRoutingKeyFormatter(context => edgeId(context.Message)));
    }
}
