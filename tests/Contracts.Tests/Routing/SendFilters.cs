using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace StorePush.Contracts.Tests.Routing;

/// <summary>What a bus does to each message that it sends.</summary>
internal sealed class SendFilters<TMessage> : ITopologyPipeBuilder<SendContext<TMessage>>
    where TMessage : class
{
    private readonly List<IFilter<SendContext<TMessage>>> _filters = [];

    public bool IsDelegated => false;

    public bool IsImplemented => false;

    /// <summary>The routing key that a message gets.</summary>
    public static async Task<string> RoutingKeyAsync(IBus bus, TMessage message, CancellationToken cancellationToken)
    {
        var filters = new SendFilters<TMessage>();
        ((IRabbitMqBusTopology)bus.Topology).Send<TMessage>().Apply(filters);

        var context = new RabbitMqMessageSendContext<TMessage>(new BasicProperties(), "any", message, cancellationToken);
        foreach (var filter in filters._filters)
            await filter.Send(context, Pipe.Empty<SendContext<TMessage>>());
        return context.RoutingKey;
    }

    public void AddFilter(IFilter<SendContext<TMessage>> filter) => _filters.Add(filter);

    public ITopologyPipeBuilder<SendContext<TMessage>> CreateDelegatedBuilder() => this;
}
