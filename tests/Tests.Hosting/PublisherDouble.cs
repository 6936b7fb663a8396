using System.Collections.Concurrent;
using System.Threading.Channels;
using StorePush.Contracts;
using StorePush.Hosting.Messaging;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>Takes the place of the broker and whoever is behind it: keeps what is published, and can be slow or away.</summary>
public sealed class PublisherDouble : ISafePublisher
{
    private readonly ConcurrentDictionary<Type, Channel<object>> _published = new();
    private readonly ConcurrentQueue<object> _all = new();

    /// <summary>What becomes of what is published; nothing when it is null.</summary>
    public Func<object, Task>? OnPublish { get; set; }

    /// <summary>All of a type so far; what was published in a batch counts one by one.</summary>
    public IReadOnlyList<T> All<T>() => [.. _all.OfType<T>()];

    /// <summary>The next of a type; what was published in a batch counts one by one.</summary>
    public async Task<T> NextAsync<T>() =>
        (T)await Of(typeof(T)).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <inheritdoc />
    public async Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class
    {
        switch (message)
        {
            case DevicesConnected connected:
                foreach (var device in connected.Devices)
                    await NoteAsync(device, cancellationToken);
                break;
            case DevicesAcknowledged acknowledged:
                foreach (var one in acknowledged.Acknowledgements)
                    await NoteAsync(one, cancellationToken);
                break;
            case DevicesDisconnected disconnected:
                foreach (var id in disconnected.ConnectionIds)
                    await NoteAsync(disconnected with { ConnectionIds = [id] }, cancellationToken);
                break;
            default:
                await NoteAsync(message, cancellationToken);
                break;
        }

        if (OnPublish is { } handle)
            await handle(message).WaitAsync(cancellationToken);
    }

    private async Task NoteAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class
    {
        _all.Enqueue(message);
        await Of(typeof(TMessage)).Writer.WriteAsync(message, cancellationToken);
    }

    private Channel<object> Of(Type type) => _published.GetOrAdd(type, _ => Channel.CreateUnbounded<object>());
}
