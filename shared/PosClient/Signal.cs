using System.Threading.Channels;

namespace StorePush.Pos;

/// <summary>Wakes a loop: now, or when a time is over. Signals that nobody waited for count as one.</summary>
/// <remarks>Thread-safe. Whoever wakes must look for itself what there is to do, since time and event wake alike.</remarks>
internal sealed class Signal : IDisposable
{
    private readonly Channel<bool> _pending =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ITimer _timer;

    public Signal(TimeProvider clock) =>
        _timer = clock.CreateTimer(_ => Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Set() => _pending.Writer.TryWrite(true);

    /// <summary>Sets the signal after a time, in place of any time that was given before; null for no time.</summary>
    public void SetAfter(TimeSpan? time) =>
        _timer.Change(time is { } due && due < TimeSpan.Zero ? TimeSpan.Zero : time ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Forgets a signal that nobody has waited for.</summary>
    public void Reset() => _pending.Reader.TryRead(out _);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _pending.Reader.ReadAsync(cancellationToken);

    public void Dispose() => _timer.Dispose();
}
