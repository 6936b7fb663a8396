using System.Collections.Concurrent;
using StorePush.Delivery.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Acknowledgements;

/// <summary>Whether acknowledgements that are safe still wait to be written down.</summary>
/// <remarks>
/// <para>
/// After a time without database, broker or Delivery the messages that they settle look pending. Whoever is about to send such a
/// message again, or to let it expire, waits first, or shops would ring for what they have taken.
/// </para>
/// <para>Thread-safe. Knows of this process alone: what another one holds, which alone has lost the database, is not waited for.</para>
/// </remarks>
internal sealed class AckBacklog(QueueWatch queues, TimeProvider clock)
{
    /// <summary>On a healthy system an acknowledgement is written down within milliseconds.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// A process that has just started takes up to so long over its first message. Once one is written down, those that waited before
    /// it are under way; <see cref="AckProbe"/> sees to it that there is one.
    /// </summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    /// <summary>By the clock of the edge, which may differ from ours.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A queue that is long for longer than this is no backlog but an overload, or the clock of an edge is slow. To ring for what may be
    /// taken is better then than not to ring for what may not.
    /// </summary>
    private static readonly TimeSpan LongestQueue = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Entry, bool> _underWay = new();
    private readonly Lock _lock = new();
    private long? _oldSince;
    private DateTimeOffset? _lastWrittenAt;

    /// <summary>Whether acknowledgements reach this process at all.</summary>
    public bool IsListening => queues.HeardSince(Queues.Acknowledgements) is not null;

    /// <summary>Writes an acknowledgement down, and counts it as waiting until that is done.</summary>
    /// <param name="acknowledgedAt">When it reached the edge.</param>
    /// <param name="write">Writes it down, however long that takes.</param>
    public async Task WriteAsync(DateTimeOffset acknowledgedAt, Func<Task> write)
    {
        var entry = new Entry(acknowledgedAt, clock.GetTimestamp());
        _underWay[entry] = true;
        try
        {
            await write();
        }
        finally
        {
            _underWay.TryRemove(entry, out _);
            lock (_lock)
                _lastWrittenAt = clock.GetUtcNow();
        }
    }

    /// <summary>
    /// Returns once no acknowledgement is held by this process, which takes as long as the database is away, and none is old that comes
    /// out of the queue, which may take 10 seconds more. Where no acknowledgements reach this process it returns after 10 seconds.
    /// </summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (IsListening ? IsBehind() : clock.GetElapsedTime(start) < LongestQueue)
            await Task.Delay(Pace, clock, cancellationToken);
    }

    private bool IsBehind()
    {
        Entry[] underWay = [.. _underWay.Keys];
        var isHeld = underWay.Any(one => clock.GetElapsedTime(one.ArrivedAt) >= Held);
        var now = clock.GetUtcNow();
        var heardSince = queues.HeardSince(Queues.Acknowledgements);
        lock (_lock)
        {
            var isStarting = heardSince > now - LongestStart && !(_lastWrittenAt >= heardSince);
            var isOld = isStarting || underWay.Any(one => one.AcknowledgedAt <= now - Old);
            if (isHeld || !isOld)
            {
                _oldSince = null;
                return isHeld;
            }

            _oldSince ??= clock.GetTimestamp();
            return clock.GetElapsedTime(_oldSince.Value) < LongestQueue;
        }
    }

    private sealed class Entry(DateTimeOffset acknowledgedAt, long arrivedAt)
    {
        public DateTimeOffset AcknowledgedAt => acknowledgedAt;

        public long ArrivedAt => arrivedAt;
    }
}
