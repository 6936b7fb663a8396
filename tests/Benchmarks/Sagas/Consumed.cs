using System.Collections.Concurrent;
using MassTransit;

namespace StorePush.Benchmarks.Sagas;

/// <summary>Tells who waits for it that a message was consumed: its transition is committed.</summary>
internal sealed class Consumed : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _awaited = new();

    public Task Expect(Guid messageId)
    {
        var consumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[messageId] = consumed;
        return consumed.Task;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        if (_awaited.TryRemove(context.MessageId!.Value, out var consumed))
            consumed.TrySetResult();
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        if (_awaited.TryRemove(context.MessageId!.Value, out var consumed))
            consumed.TrySetException(exception);
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
