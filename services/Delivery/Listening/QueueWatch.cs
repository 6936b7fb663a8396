using System.Collections.Concurrent;
using MassTransit;

namespace StorePush.Delivery.Listening;

/// <summary>
/// Since when this process hears what comes through its queues. While the broker is away it hears nothing, which says nothing of those
/// who send. Thread-safe.
/// </summary>
internal sealed class QueueWatch(TimeProvider clock) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _heardSince = new();
    private volatile bool _isStopping;

    /// <summary>Null while it hears nothing.</summary>
    public DateTimeOffset? HeardSince(string queue) => _heardSince.TryGetValue(queue, out var since) ? since : null;

    public Task Ready(ReceiveEndpointReady ready)
    {
        _isStopping = false;
        _heardSince[Name(ready.InputAddress)] = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    /// <summary>The process ends by its own will: what it heard so far is all there is, and nobody shall wait for more.</summary>
    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _isStopping = true;
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => EndAsync(completed.InputAddress);

    public Task Faulted(ReceiveEndpointFaulted faulted) => EndAsync(faulted.InputAddress);

    private Task EndAsync(Uri queue)
    {
        if (!_isStopping)
            _heardSince.TryRemove(Name(queue), out _);
        return Task.CompletedTask;
    }

    /// <summary>The name of the queue with this address.</summary>
    public static string Name(Uri queue) => queue.Segments[^1];
}
