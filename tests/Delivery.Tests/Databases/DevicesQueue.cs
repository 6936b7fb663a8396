using MassTransit;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>What the transport tells of the queue in which edges report.</summary>
internal sealed class DevicesQueue : ReceiveEndpointReady, ReceiveEndpointFaulted
{
    public Uri InputAddress { get; } = new($"rabbitmq://broker/vhost/{Queues.Devices}");

    public IReceiveEndpoint ReceiveEndpoint => throw new NotSupportedException();

    public bool IsStarted => true;

    public Exception Exception { get; } = new TimeoutException();
}
