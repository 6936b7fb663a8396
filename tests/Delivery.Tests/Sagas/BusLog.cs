using System.Collections.Concurrent;
using MassTransit;

namespace StorePush.Delivery.Tests.Sagas;

/// <summary>Knows when a message is done with, retries and outbox included, and what was published.</summary>
internal sealed class BusLog : IConsumeObserver, IPublishObserver
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _consumed = new();
    private readonly ConcurrentQueue<object> _published = new();
    private int _faults;

    /// <summary>Whether any message could not be consumed.</summary>
    public bool AnyFault => Volatile.Read(ref _faults) > 0;

    /// <summary>What was published, in order.</summary>
    public IEnumerable<object> Published => _published;

    /// <summary>Completes when the message with this id is done with, well or not.</summary>
    public Task Consumed(Guid messageId) => Entry(messageId).Task;

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        Entry(context.MessageId!.Value).TrySetResult();
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        Interlocked.Increment(ref _faults);
        Entry(context.MessageId!.Value).TrySetResult();
        return Task.CompletedTask;
    }

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

    private TaskCompletionSource Entry(Guid messageId) =>
        _consumed.GetOrAdd(messageId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
