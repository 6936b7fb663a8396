using System.Reflection;
using System.Text.Json;
using MassTransit;
using StorePush.Contracts.Tests.Messages;

namespace StorePush.Contracts.Tests.Routing;

/// <summary>What a bus declares on the broker, a line for each thing.</summary>
internal static class Topology
{
    private static readonly string[] Things = ["exchange", "queue", "exchange-binding", "queue-binding"];

    private static readonly MethodInfo OfMessage = typeof(Topology)
        .GetMethod(nameof(PublishedMessage), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Where messages go that a bus publishes: their exchange, and the queues that the publisher declares.</summary>
    public static IEnumerable<string> Published(IBus bus) =>
        Samples.All.Select(sample => sample.Type).Distinct()
            .SelectMany(type => (IEnumerable<string>)OfMessage.MakeGenericMethod(type).Invoke(null, [bus.Topology])!);

    /// <summary>What a bus consumes from: its queues, and what is bound to them.</summary>
    public static IEnumerable<string> Received(IBusControl bus, CancellationToken cancellationToken)
    {
        var host = JsonSerializer.SerializeToElement(bus.GetProbeResult(cancellationToken).Results).GetProperty("bus").GetProperty("host");
        return
            from endpoint in Many(host, "receiveEndpoint")
            where !IsTemporary(endpoint)
            let topology = endpoint.GetProperty("receiveTransport").GetProperty("topology")
            from thing in Things
            from declared in Many(topology, thing)
            select $"{thing} {string.Join(' ', declared.EnumerateObject().Select(Text))}";
    }

    private static IEnumerable<string> PublishedMessage<TMessage>(IRabbitMqBusTopology topology)
        where TMessage : class
    {
        var declared = topology.Publish<TMessage>().GetBrokerTopology();
        return
        [
            .. declared.Exchanges.Select(each => $"exchange {each.ExchangeName} {each.ExchangeType} durable={each.Durable}"),
            .. declared.Queues.Select(each => $"queue {each.QueueName} durable={each.Durable} {string.Join(' ', each.QueueArguments)}"),
            .. declared.ExchangeBindings.Select(each => $"binding {each.Source.ExchangeName} -> exchange {each.Destination.ExchangeName}"),
            .. declared.QueueBindings.Select(each => $"binding {each.Source.ExchangeName} -> queue {each.Destination.QueueName}"),
        ];
    }

    /// <summary>Whether it is the queue that MassTransit gives each bus for answers to requests; nobody makes any.</summary>
    private static bool IsTemporary(JsonElement endpoint) => endpoint.GetProperty("name").GetString()!.Contains("_bus_", StringComparison.Ordinal);

    /// <summary>A probe writes one thing as an object, and more of them as an array.</summary>
    private static JsonElement[] Many(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
    }

    private static string Text(JsonProperty property) => $"{property.Name}={property.Value}";
}
