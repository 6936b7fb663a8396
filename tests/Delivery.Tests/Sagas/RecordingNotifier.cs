using System.Collections.Concurrent;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Tests.Sagas;

/// <summary>Notes what the saga tells a store, and can be away for a while.</summary>
internal sealed class RecordingNotifier : IStoreNotifier
{
    private int _failNext;

    public ConcurrentQueue<Guid> Pushed { get; } = new();

    /// <summary>Those of the pushed that are to be counted once more.</summary>
    public ConcurrentQueue<Guid> PushedAgain { get; } = new();

    public ConcurrentQueue<Guid> Settled { get; } = new();

    /// <summary>Whether the store has a device online.</summary>
    public bool IsOnline { get; set; }

    /// <summary>Makes the next call fail as a broker that is away does.</summary>
    public void FailOnce() => Volatile.Write(ref _failNext, 1);

    public Task CountFirstPushAsync(DeliveryState message, CancellationToken cancellationToken)
    {
        message.Pushes = IsOnline ? 1 : 0;
        return Task.CompletedTask;
    }

    public Task PushNewAsync(DeliveryState message, CancellationToken cancellationToken) => Note(Pushed, message);

    public Task PushAsync(DeliveryState message, CancellationToken cancellationToken)
    {
        PushedAgain.Enqueue(message.CorrelationId);
        return Note(Pushed, message);
    }

    public Task SettleAsync(DeliveryState message, CancellationToken cancellationToken) => Note(Settled, message);

    private Task Note(ConcurrentQueue<Guid> calls, DeliveryState message)
    {
        calls.Enqueue(message.CorrelationId);
        return Interlocked.Exchange(ref _failNext, 0) == 1
            ? Task.FromException(new TimeoutException("Away on purpose."))
            : Task.CompletedTask;
    }
}
