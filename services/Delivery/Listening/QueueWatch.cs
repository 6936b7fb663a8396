using System.Collections.Concurrent;
using MassTransit;

namespace StorePush.Delivery.Listening;

/// <summary>
/// Since when this process hears what comes through its queues. While the broker is away it hears nothing, which says nothing of those
/// who send. Thread-safe.
/// </summary>
internal sealed class QueueWatch(IHostApplicationLifetime lifetime, TimeProvider clock) : IReceiveEndpointObserver
{
    /// <summary>The scheme of MassTransit's in-memory transport.</summary>
    private const string InMemory = "loopback";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _heardSince = new();

    /// <summary>Null while it hears nothing.</summary>
    public DateTimeOffset? HeardSince(string queue) => _heardSince.TryGetValue(queue, out var since) ? since : null;

    public Task Ready(ReceiveEndpointReady ready)
    {
        // A queue in the memory of this process holds nothing of the time before.
        _heardSince[Name(ready.InputAddress)] = ready.InputAddress.Scheme == InMemory ? DateTimeOffset.MinValue : clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => EndAsync(completed.InputAddress);

    public Task Faulted(ReceiveEndpointFaulted faulted) => EndAsync(faulted.InputAddress);

    private Task EndAsync(Uri queue)
    {
        // A process that ends by its own will has heard all it is going to hear: nobody shall wait for more.
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            _heardSince.TryRemove(Name(queue), out _);
        return Task.CompletedTask;
    }

    /// <summary>The name of the queue with this address.</summary>
    public static string Name(Uri queue) => queue.Segments[^1];
}
