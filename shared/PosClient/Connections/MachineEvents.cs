using System.Net.NetworkInformation;

namespace StorePush.Pos.Connections;

/// <summary>Tells when connections may be dead without having ended: the network has changed, or the machine has slept.</summary>
/// <remarks>Thread-safe. One for all clients of a process, since what it listens to belongs to the machine.</remarks>
internal sealed class MachineEvents : IDisposable
{
    /// <summary>The clock on the wall and the one that counts may drift apart by this much without a jump.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly bool _hearsNetwork;
    private readonly ITimer _timer;
    private long _countedAt;
    private DateTimeOffset _onTheWall;

    /// <param name="clock">The clocks that are compared.</param>
    /// <param name="hearsNetwork">Whether changes of this machine's network count; a test has enough of its own.</param>
    public MachineEvents(TimeProvider clock, bool hearsNetwork)
    {
        (_clock, _hearsNetwork) = (clock, hearsNetwork);
        (_countedAt, _onTheWall) = (clock.GetTimestamp(), clock.GetUtcNow());
        _timer = clock.CreateTimer(_ => CompareClocks(), null, Interval, Interval);
        if (!hearsNetwork)
            return;

        NetworkChange.NetworkAddressChanged += OnAddressChanged;
        NetworkChange.NetworkAvailabilityChanged += OnAvailabilityChanged;
    }

    public event Action? Changed;

    public static MachineEvents OfThisMachine => Machine.Events;

    public void Dispose()
    {
        _timer.Dispose();
        if (!_hearsNetwork)
            return;

        NetworkChange.NetworkAddressChanged -= OnAddressChanged;
        NetworkChange.NetworkAvailabilityChanged -= OnAvailabilityChanged;
    }

    /// <summary>A machine that sleeps stops counting, the clock on the wall goes on.</summary>
    private void CompareClocks()
    {
        var (counted, wall) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        var jump = wall - _onTheWall - _clock.GetElapsedTime(_countedAt, counted);
        (_countedAt, _onTheWall) = (counted, wall);
        if (jump.Duration() > Tolerance)
            Changed?.Invoke();
    }

    private void OnAddressChanged(object? sender, EventArgs change) => Changed?.Invoke();

    private void OnAvailabilityChanged(object? sender, NetworkAvailabilityEventArgs change)
    {
        if (change.IsAvailable)
            Changed?.Invoke();
    }

    private static class Machine
    {
        public static readonly MachineEvents Events = new(TimeProvider.System, hearsNetwork: true);
    }
}
