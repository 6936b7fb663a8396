using System.Collections.Concurrent;
using StorePush.Delivery.Listening;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Acknowledgements;

/// <summary>Whether acknowledgements that are safe still wait to be written down.</summary>
/// <remarks>
/// After a time without database or Delivery the messages that they settle look pending. Whoever is about to send such a message
/// again waits first, or shops would ring for what they have taken. Thread-safe.
/// </remarks>
internal sealed class AckBacklog(QueueWatch queues, TimeProvider clock)
{
    /// <summary>On a healthy system an acknowledgement is written down within milliseconds, and what waited comes as fast.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// To ring for what may be taken is better than not to ring for what may not. This is also all that it costs when the clock of an
    /// edge is slow, so that all of its acknowledgements look late.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<object, DateTimeOffset> _underWay = new();
    private readonly Lock _lock = new();
    private long? _lateSince;

    /// <summary>Writes an acknowledgement down, and counts it as waiting until that is done.</summary>
    /// <param name="acknowledgedAt">When the device sent it.</param>
    /// <param name="write">Writes it down, however long that takes.</param>
    public async Task WriteAsync(DateTimeOffset acknowledgedAt, Func<Task> write)
    {
        var key = new object();
        _underWay[key] = acknowledgedAt;
        try
        {
            await write();
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }

    /// <summary>
    /// Returns once this process hears of acknowledgements and has no late one under way, or when that has been so for 10 seconds.
    /// </summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (MustWait())
            await Task.Delay(Pace, clock, cancellationToken);
    }

    private bool MustWait()
    {
        var isLate = IsLate();
        lock (_lock)
        {
            if (!isLate)
            {
                _lateSince = null;
                return false;
            }

            _lateSince ??= clock.GetTimestamp();
            return clock.GetElapsedTime(_lateSince.Value) < LongestWait;
        }
    }

    private bool IsLate()
    {
        var late = clock.GetUtcNow() - Late;
        return !(queues.HeardSince(Queues.Acknowledgements) <= late) || _underWay.Any(one => one.Value <= late);
    }
}
