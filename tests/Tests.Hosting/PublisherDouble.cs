using System.Collections.Concurrent;
using System.Threading.Channels;
using StorePush.Hosting.Messaging;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>Takes the place of the broker and whoever is behind it: keeps what is published, and can be slow or away.</summary>
public sealed class PublisherDouble : ISafePublisher
{
    private readonly ConcurrentDictionary<Type, Channel<object>> _published = new();
    private readonly ConcurrentQueue<object> _all = new();

    /// <summary>Takes the place of the broker and whoever is behind it: keeps what is published, and can be slow or away.</summary>
    public Func<object, Task>? OnPublish { get; set; }

    public IReadOnlyList<T> All<T>() => [.. _all.OfType<T>()];

    /// <summary>Takes the place of the broker and whoever is behind it: keeps what is published, and can be slow or away.</summary>
    public async Task<T> NextAsync<T>() =>
        (T)await Of(typeof(T)).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <inheritdoc />
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
