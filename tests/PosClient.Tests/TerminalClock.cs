using Microsoft.Extensions.Time.Testing;

namespace StorePush.Pos.Tests;

/// <summary>A clock that the test moves, and whose time on the wall can jump, as that of a machine that slept or was set.</summary>
public sealed class TerminalClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _jumped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _jumped;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Jump(TimeSpan time) => _jumped += time;
}
