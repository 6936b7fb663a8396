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

    /// <summary>
    /// When all processes start at the same time, as after a power cut, another one may still be over its first message, and hold what
    /// this one does not see.
    /// </summary>
    private static readonly TimeSpan ShortestStart = TimeSpan.FromSeconds(2);

    /// <summary>By the clock of the edge, which may differ from ours.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(1);

    /// <summary>A database that writes none for so long is away. Nobody could do anything without it.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(5);

    /// <summary>
    /// To be behind for longer than this, though they are written down, is no backlog but an overload, a slow database, or the slow
    /// clock of an edge. To ring for what may be taken is better then than not to ring for what may not.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Entry, bool> _underWay = new();
    private readonly Lock _lock = new();
    private Spell? _behind;
    private (Entry Entry, long At)? _lastWritten;
    private DateTimeOffset _newest;
    private bool _hasStarted;

    /// <summary>
    /// Whether this process has begun: from then on it knows of the acknowledgements that wait, and nobody waits for it to know. It stays
    /// so, also when the broker goes and comes back.
    /// </summary>
    public bool HasStarted
    {
        get
        {
            lock (_lock)
                return _hasStarted = _hasStarted || (IsListening && !IsStarting(clock.GetUtcNow()));
        }
    }

    /// <summary>Whether acknowledgements reach this process at all.</summary>
    public bool IsListening => HeardSince is not null;

    private DateTimeOffset? HeardSince => queues.HeardSince(Queues.Acknowledgements);

    /// <summary>Writes an acknowledgement down, and counts it as waiting until that is done.</summary>
    /// <param name="acknowledgedAt">When it reached the edge.</param>
    /// <param name="write">Writes it down, however long that takes.</param>
    public async Task WriteAsync(DateTimeOffset acknowledgedAt, Func<Task> write)
    {
        var entry = new Entry(acknowledgedAt, clock.GetUtcNow(), clock.GetTimestamp());
        _underWay[entry] = true;
        lock (_lock)
            _newest = acknowledgedAt > _newest ? acknowledgedAt : _newest;
        try
        {
            await write();
            lock (_lock)
                _lastWritten = (entry, clock.GetTimestamp());
        }
        finally
        {
            _underWay.TryRemove(entry, out _);
        }
    }

    /// <summary>
    /// Returns once no acknowledgement is held by this process and none that comes out of the queue is old, or once those are written down
    /// that reached an edge before the call. That takes as long as the database is away, but no more than 10 seconds while it is there, or
    /// where no acknowledgements reach this process.
    /// </summary>
    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(TimeSpan.Zero, cancellationToken);

    /// <inheritdoc cref="WaitAsync(CancellationToken)" />
    /// <param name="age">How long before the call they reached an edge that must be written down.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var (acknowledgedBefore, start) = (clock.GetUtcNow() - age, clock.GetTimestamp());
        while (IsListening ? MustWait(acknowledgedBefore) : clock.GetElapsedTime(start) < LongestWait)
            await Task.Delay(Pace, clock, cancellationToken);
    }

    private bool MustWait(DateTimeOffset acknowledgedBefore)
    {
        Entry[] underWay = [.. _underWay.Keys];
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (!IsBehind(underWay))
            {
                _behind = null;
                return false;
            }

            // On a machine that is merely busy there are always some that are slow; the queue keeps their order.
            if (!IsStarting(clock.GetUtcNow())
                && _newest > acknowledgedBefore
                && underWay.All(one => one.AcknowledgedAt > acknowledgedBefore))
            {
                return false;
            }

            // A spell of which nobody has looked for the end for so long is another one.
            var goesOn = _behind is not null
                && _behind.HeardSince == HeardSince
                && clock.GetElapsedTime(_behind.LookedAt, now) < LongestWait
                && !IsDatabaseAway(underWay);
            _behind = new Spell(goesOn ? _behind!.Since : now, HeardSince, now);
            return clock.GetElapsedTime(_behind.Since, now) < LongestWait;
        }
    }

    private bool IsBehind(Entry[] underWay)
    {
        var now = clock.GetUtcNow();
        return IsStarting(now)
            || underWay.Any(one => clock.GetElapsedTime(one.Arrived) >= Held || one.AcknowledgedAt <= now - Old);
    }

    private bool IsStarting(DateTimeOffset now) =>
        HeardSince > now - ShortestStart
        || (HeardSince > now - LongestStart && !(_lastWritten?.Entry.ArrivedAt >= HeardSince));

    private bool IsDatabaseAway(Entry[] underWay) =>
        underWay.Any(one => clock.GetElapsedTime(one.Arrived) >= LongestWrite)
        && !(_lastWritten is { } last && clock.GetElapsedTime(last.At) < LongestWrite);

    private sealed class Entry(DateTimeOffset acknowledgedAt, DateTimeOffset arrivedAt, long arrived)
    {
        public DateTimeOffset AcknowledgedAt => acknowledgedAt;

        public DateTimeOffset ArrivedAt => arrivedAt;

        public long Arrived => arrived;
    }

    private sealed record Spell(long Since, DateTimeOffset? HeardSince, long LookedAt);
}
