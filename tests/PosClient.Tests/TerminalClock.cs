using Microsoft.Extensions.Time.Testing;

namespace StorePush.Pos.Tests;

/// <summary>A clock that the test moves, and whose time on the wall can jump, as that of a machine that slept or was set.</summary>
public sealed class TerminalClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _jumped;
    private int _timers;

    /// <summary>How many timers there are that nobody has disposed of.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _jumped;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Jump(TimeSpan time) => _jumped += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _timers));
    }

    private sealed class CountedTimer(ITimer timer, Action onDisposed) : ITimer
    {
        private Action? _onDisposed = onDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            Interlocked.Exchange(ref _onDisposed, null)?.Invoke();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
