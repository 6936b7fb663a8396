using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports.Fabric;

namespace StorePush.Hosting.Messaging;

/// <summary>The shapes of queue that services consume from, on whichever transport is in use.</summary>
public static class ReceiveEndpoints
{
    private const string Direct = "direct";

    /// <summary>A queue that outlives every process and any one node of the broker, and drops nothing.</summary>
    public static void UseQuorumQueue(this IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            QuorumQueue.Configure(rabbit);
    }

    /// <summary>The queue of a feature that can be switched off: like a quorum queue, but bounded, and gone a day after its last reader.</summary>
    public static void UseOptionalQueue(this IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            OptionalQueue.Configure(rabbit);
    }

    /// <summary>
    /// A queue of one process: durable, since RabbitMQ 4.3 refuses transient shared queues and an exclusive one is lost with a blink of
    /// the connection, and expiring, since the next process has another name.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="expiration">How long after the process the queue goes.</param>
    public static void UseProcessQueue(this IReceiveEndpointConfigurator endpoint, TimeSpan expiration)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.QueueExpiration = expiration;
    }

    /// <summary>Takes only the commands of a type that carry this routing key.</summary>
    /// <param name="endpoint">The endpoint; must not bind its message types by itself.</param>
    /// <param name="routingKey">The routing key.</param>
    public static void BindDirect<TCommand>(this IReceiveEndpointConfigurator endpoint, string routingKey)
        where TCommand : class
    {
        switch (endpoint)
        {
            case IRabbitMqReceiveEndpointConfigurator rabbit:
                rabbit.Bind<TCommand>(binding =>
                {
                    binding.ExchangeType = Direct;
                    binding.RoutingKey = routingKey;
                });
                break;
            case IInMemoryReceiveEndpointConfigurator memory:
                memory.Bind<TCommand>(ExchangeType.Direct, routingKey);
                break;
        }
    }

    /// <summary>
    /// Takes messages that carry many apart: each has its own way through the endpoint, retries included, as if it had come alone. The
    /// broker is told that the whole is done when all of them are.
    /// </summary>
    /// <remarks>When one of them can't be consumed, the whole is put aside: the others must bear to be consumed again.</remarks>
    /// <param name="endpoint">The endpoint, which consumes <typeparamref name="TOne"/>.</param>
    /// <param name="items">What a message carries.</param>
    public static void Split<TMany, TOne>(this IReceiveEndpointConfigurator endpoint, Func<TMany, IEnumerable<TOne>> items)
        where TMany : class
        where TOne : class
    {
        ArgumentNullException.ThrowIfNull(endpoint);

        // What UseFilter adds runs for the types that something consumes, and nothing consumes the whole.
        endpoint.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new SplitFilter<TMany, TOne>(items)));
    }

    /// <summary>Takes every message of a type.</summary>
    /// <param name="endpoint">The endpoint; must not bind its message types by itself.</param>
    public static void BindAll<TMessage>(this IReceiveEndpointConfigurator endpoint)
        where TMessage : class
    {
        switch (endpoint)
        {
            case IRabbitMqReceiveEndpointConfigurator rabbit:
                rabbit.Bind<TMessage>();
                break;
            case IInMemoryReceiveEndpointConfigurator memory:
                memory.Bind<TMessage>();
                break;
        }
    }
}
