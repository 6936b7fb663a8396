using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Push;

/// <summary>A consumer of commands that are addressed to this edge.</summary>
internal sealed class EdgeCommandDefinition<TConsumer, TCommand>(EdgeIdentity edge, IOptions<EdgeOptions> options)
    : EdgeConsumerDefinition<TConsumer>(edge, options)
    where TConsumer : class, IConsumer<TCommand>
    where TCommand : class
{
    protected override void Bind(IReceiveEndpointConfigurator endpoint) => endpoint.BindDirect<TCommand>(EdgeId);
}
