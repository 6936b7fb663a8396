using MassTransit;

namespace StorePush.Delivery.Tests.Listening;

/// <summary>What the transport tells of a queue.</summary>
internal sealed class ListenedQueue(string name, string scheme = "rabbitmq") : ReceiveEndpointReady, ReceiveEndpointFaulted, ReceiveEndpointStopping, ReceiveEndpointCompleted
{
    public Uri InputAddress { get; } = new($"{scheme}://broker/vhost/{name}?type=quorum");

    public IReceiveEndpoint ReceiveEndpoint => throw new NotSupportedException();

    public bool IsStarted => true;

    public bool Removed => false;

    public long DeliveryCount => 0;

    public long ConcurrentDeliveryCount => 0;

    public Exception Exception { get; } = new TimeoutException();
}
