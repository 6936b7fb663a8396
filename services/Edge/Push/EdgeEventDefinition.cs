using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Push;

/// <summary>A consumer of events that every edge gets.</summary>
internal sealed class EdgeEventDefinition<TConsumer, TEvent>(EdgeIdentity edge, IOptions<EdgeOptions> options)
    : EdgeConsumerDefinition<TConsumer>(edge, options)
    where TConsumer : class, IConsumer<TEvent>
    where TEvent : class
{
    protected override void Bind(IReceiveEndpointConfigurator endpoint) => endpoint.BindAll<TEvent>();
}
