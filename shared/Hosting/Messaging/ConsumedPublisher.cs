using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// Safe by the consumer: the in-memory transport loses its queues with the process, so this returns when the message was consumed,
/// which is when its row is committed.
/// </summary>
internal sealed class ConsumedPublisher(IOptions<BrokerOptions> options, TimeProvider clock) : ISafePublisher, IReceiveObserver, IConsumeObserver
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();
    private IBus? _bus;

    // The bus asks for its observers while it is built, so it can't be a constructor argument here.
    public ConsumedPublisher Use(IBus bus)
    {
        _bus = bus;
        return this;
    }

    public async Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class
    {
        var id = NewId.NextGuid();
        var consumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = consumed;
        try
        {
            await _bus!.Publish(message, context => context.MessageId = id, cancellationToken);
            await consumed.Task.WaitAsync(options.Value.ConfirmTimeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BrokerUnavailableException();
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>All of the message is consumed: of one that carries many, consumers are done with each by itself.</summary>
    public Task PostReceive(ReceiveContext context)
    {
        Find(context.GetMessageId())?.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>It is put aside now, after which it counts as received.</summary>
    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        Find(context.MessageId)?.TrySetException(new BrokerUnavailableException(exception.Message, exception));
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    private TaskCompletionSource? Find(Guid? messageId) =>
        messageId is { } id && _waiting.TryGetValue(id, out var consumed) ? consumed : null;
}
