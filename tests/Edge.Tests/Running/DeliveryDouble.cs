using System.Collections.Concurrent;
using System.Threading.Channels;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Tests.Running;

/// <summary>Takes the place of the broker and of Delivery behind it: keeps what the edge publishes, and can be slow or away.</summary>
internal sealed class DeliveryDouble : ISafePublisher
{
    private readonly ConcurrentDictionary<Type, Channel<object>> _published = new();
    private readonly ConcurrentQueue<object> _all = new();

    /// <summary>What happens to a message before it is safe; nothing unless told otherwise.</summary>
    public Func<object, Task>? OnPublish { get; set; }

    public IReadOnlyList<T> All<T>() => [.. _all.OfType<T>()];

    /// <summary>The next message of a type that was not asked for before.</summary>
    public async Task<T> NextAsync<T>() =>
        (T)await Of(typeof(T)).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    public async Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class
    {
        _all.Enqueue(message);
        await Of(typeof(TMessage)).Writer.WriteAsync(message, cancellationToken);
        if (OnPublish is { } handle)
            await handle(message).WaitAsync(cancellationToken);
    }

    private Channel<object> Of(Type type) => _published.GetOrAdd(type, _ => Channel.CreateUnbounded<object>());
}
