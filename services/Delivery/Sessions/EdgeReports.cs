using MassTransit;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Sessions;

/// <summary>Since when this process hears what edges report. While the broker is away it hears nothing, which says nothing of them.</summary>
internal sealed class EdgeReports(TimeProvider clock) : IReceiveEndpointObserver
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _heardSince;

    /// <summary>Null while it hears nothing.</summary>
    public DateTimeOffset? HeardSince
    {
        get
        {
            lock (_lock)
                return _heardSince;
        }
    }

    public Task Ready(ReceiveEndpointReady ready) => Set(ready.InputAddress, clock.GetUtcNow());

    public Task Stopping(ReceiveEndpointStopping stopping) => Set(stopping.InputAddress, null);

    public Task Completed(ReceiveEndpointCompleted completed) => Set(completed.InputAddress, null);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Set(faulted.InputAddress, null);

    private Task Set(Uri queue, DateTimeOffset? heardSince)
    {
        if (queue.AbsolutePath.EndsWith($"/{Queues.Devices}", StringComparison.Ordinal))
        {
            lock (_lock)
                _heardSince = heardSince;
        }

        return Task.CompletedTask;
    }
}
