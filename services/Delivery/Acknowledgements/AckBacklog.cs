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

    /// <summary>What is held for longer is not slow: it waits for a database that was away.</summary>
    private static readonly TimeSpan LargestLag = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Entry, bool> _underWay = new();
    private readonly Lock _lock = new();
    private Spell? _behind;
    private (Entry Entry, long At)? _lastWritten;
    private DateTimeOffset _newest;
    private UnderWay _look;
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
        {
            // The clock of an edge may be ahead.
            var known = Earlier(acknowledgedAt, entry.ArrivedAt);
            _newest = known > _newest ? known : _newest;
        }

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
    /// Returns once no acknowledgement is held by this process and none that comes out of the queue is old. That takes as long as the
    /// database is away, but no more than 10 seconds while it is there, or where no acknowledgements reach this process.
    /// </summary>
    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(null, cancellationToken);

    /// <summary>
    /// Like <see cref="WaitAsync(CancellationToken)"/>, but where acknowledgements are merely slow, as on a busy machine, returns once those
    /// are written down that reached an edge before a time. For who can't wait until none is slow.
    /// </summary>
    /// <param name="age">How long before the call that time is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForEarlierAsync(TimeSpan age, CancellationToken cancellationToken) =>
        WaitAsync(clock.GetUtcNow() - age, cancellationToken);

    private async Task WaitAsync(DateTimeOffset? acknowledgedBefore, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var isFirst = true; IsListening ? MustWait(acknowledgedBefore, isFirst) : clock.GetElapsedTime(start) < LongestWait; isFirst = false)
            await Task.Delay(Pace, clock, cancellationToken);
    }

    private bool MustWait(DateTimeOffset? acknowledgedBefore, bool isFirst)
    {
        lock (_lock)
        {
            // Thousands may wait for thousands.
            var now = clock.GetTimestamp();
            if (isFirst || clock.GetElapsedTime(_look.At, now) >= Pace / 2)
                _look = Look(now);

            if (!IsBehind())
            {
                _behind = null;
                return false;
            }

            if (acknowledgedBefore is { } time && IsWrittenDownBefore(time))
                return false;

            // A spell of which nobody has looked for the end for so long is another one.
            var goesOn = _behind is not null
                && _behind.HeardSince == HeardSince
                && clock.GetElapsedTime(_behind.LookedAt, now) < LongestWait
                && !IsDatabaseAway();
            _behind = new Spell(goesOn ? _behind!.Since : now, HeardSince, now);
            return clock.GetElapsedTime(_behind.Since, now) < LongestWait;
        }
    }

    private UnderWay Look(long now)
    {
        var look = new UnderWay(now, TimeSpan.Zero, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        foreach (var (entry, _) in _underWay)
        {
            var held = clock.GetElapsedTime(entry.Arrived, now);
            look = new(
                now,
                held > look.LongestHeld ? held : look.LongestHeld,
                Earlier(entry.AcknowledgedAt, look.Acknowledged),
                Earlier(entry.ArrivedAt, look.Arrived));
        }

        return look;
    }

    private bool IsBehind()
    {
        var now = clock.GetUtcNow();
        return IsStarting(now) || _look.LongestHeld >= Held || _look.Acknowledged <= now - Old;
    }

    /// <summary>The queue keeps the order, so that what comes out of it tells what has come out.</summary>
    private bool IsWrittenDownBefore(DateTimeOffset time) =>
        !IsStarting(clock.GetUtcNow())
        && _look.LongestHeld < LargestLag
        && _newest > time
        && Earlier(_look.Acknowledged, _look.Arrived) > time;

    private bool IsStarting(DateTimeOffset now) =>
        HeardSince > now - ShortestStart
        || (HeardSince > now - LongestStart && !(_lastWritten?.Entry.ArrivedAt >= HeardSince));

    private bool IsDatabaseAway() =>
        _look.LongestHeld >= LongestWrite && !(_lastWritten is { } last && clock.GetElapsedTime(last.At) < LongestWrite);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed class Entry(DateTimeOffset acknowledgedAt, DateTimeOffset arrivedAt, long arrived)
    {
        public DateTimeOffset AcknowledgedAt => acknowledgedAt;

        public DateTimeOffset ArrivedAt => arrivedAt;

        public long Arrived => arrived;
    }

    private sealed record Spell(long Since, DateTimeOffset? HeardSince, long LookedAt);

    /// <summary>What is under way at a moment.</summary>
    /// <param name="At">When.</param>
    /// <param name="LongestHeld">For how long the first of it has been.</param>
    /// <param name="Acknowledged">When the first of it reached an edge, by the edge's clock.</param>
    /// <param name="Arrived">When the first of it came here.</param>
    private readonly record struct UnderWay(long At, TimeSpan LongestHeld, DateTimeOffset Acknowledged, DateTimeOffset Arrived);
}
