using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Push;

/// <summary>
/// All commands to an edge share its one queue. There is no retry: a command is a hint, and what it was about is in the database.
/// </summary>
internal abstract class EdgeConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private readonly TimeSpan _expiration;

    protected EdgeConsumerDefinition(EdgeIdentity edge, IOptions<EdgeOptions> options)
    {
        _expiration = options.Value.QueueExpiration;
        EdgeId = edge.Id;
        EndpointName = Queues.Edge(edge.Id);
    }

    protected string EdgeId { get; }

    /// <summary>Binds what the consumer takes.</summary>
    protected abstract void Bind(IReceiveEndpointConfigurator endpoint);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.UseProcessQueue(_expiration);
        Bind(endpointConfigurator);
    }
}
