using StorePush.Batching;
using StorePush.Contracts;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Acknowledgements;

/// <summary>Tells Delivery of acknowledgements; those that come while others are under way travel as one message.</summary>
internal sealed class AckPublisher : IAsyncDisposable
{
    /// <summary>While the broker is away each batch takes its time to fail: a large one leaves fewer behind it.</summary>
    private static readonly BatcherOptions Limits = new() { MaxBatch = 500, MaxConcurrentBatches = 2 };

    private readonly ISafePublisher _publisher;
    private readonly Batcher<DeviceAcknowledged, bool> _acknowledgements;

    public AckPublisher(ISafePublisher publisher)
    {
        _publisher = publisher;
        _acknowledgements = new(PublishAsync, Limits with { Name = "acknowledgement batch" });
    }

    /// <summary>Returns when the acknowledgement is safe.</summary>
    /// <exception cref="BrokerUnavailableException">That can't be promised now.</exception>
    /// <exception cref="ObjectDisposedException">The process ends.</exception>
    public Task PublishAsync(DeviceAcknowledged acknowledgement) =>
        _acknowledgements.AddAsync(acknowledgement, CancellationToken.None);

    public ValueTask DisposeAsync() => _acknowledgements.DisposeAsync();

    private async Task<IReadOnlyList<bool>> PublishAsync(
        IReadOnlyList<DeviceAcknowledged> acknowledgements, CancellationToken cancellationToken)
    {
        await _publisher.PublishAsync(new DevicesAcknowledged { Acknowledgements = acknowledgements }, cancellationToken);
        return new bool[acknowledgements.Count];
    }
}
