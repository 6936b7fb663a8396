using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace StorePush.Hosting.Messaging;

/// <summary>Since when every message that was to be published met a channel that is closed for good. Thread-safe.</summary>
/// <remarks>Not a broker that is away: then publishing waits for the connection.</remarks>
internal sealed class BrokenChannels(TimeProvider clock) : IPublishObserver
{
    private readonly Lock _lock = new();
    private long? _since;

    /// <summary>For how long; zero when the last message went through.</summary>
    public TimeSpan For
    {
        get
        {
            lock (_lock)
                return _since is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    /// <summary>Forgets what was.</summary>
    public void Reset()
    {
        lock (_lock)
            _since = null;
    }

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        Reset();
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class
    {
        Note(exception);
        return Task.CompletedTask;
    }

    /// <summary>Notes why a message was not published.</summary>
    public void Note(Exception exception)
    {
        if (exception is not (ObjectDisposedException or AlreadyClosedException or OperationInterruptedException))
            return;

        lock (_lock)
            _since ??= clock.GetTimestamp();
    }
}
