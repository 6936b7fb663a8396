using System.Collections.Concurrent;
using MassTransit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Bus;

/// <summary>Sees what the bus has consumed and published, and lets a test wait for the former.</summary>
internal sealed class BusLog : IReceiveObserver, IPublishObserver, IDisposable
{
    private readonly ConcurrentQueue<object> _published = new();
    private readonly SemaphoreSlim _received = new(0);
    private int _retries;

    public int Retries => _retries;

    public IReadOnlyList<T> Published<T>() => [.. _published.OfType<T>()];

    /// <summary>Returns when this many more messages are done with: consumed with all that they publish, or in the error queue.</summary>
    public async Task ReceivedAsync(int count, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            if (!await _received.WaitAsync(patience, cancellationToken))
                throw new TimeoutException($"Only {i} of {count} messages were received within {patience}.");
        }
    }

    public void Dispose() => _received.Dispose();

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        _received.Release();
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        Interlocked.Add(ref _retries, context.GetRetryAttempt());
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        _published.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
