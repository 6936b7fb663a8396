using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Devices;

/// <summary>Counts the connections of all devices. Thread-safe.</summary>
internal sealed class FleetWatch
{
    private int _connected;
    private int _made;
    private int _lost;
    private int _stopped;
    private DeviceReturn? _latestReturn;
    private Wave _wave = new(0);

    public int ConnectedNow => Volatile.Read(ref _connected);

    public int Made => Volatile.Read(ref _made);

    /// <summary>Connections that ended without being asked to.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>The device that, having lost its connection, took longest to get the next one.</summary>
    public DeviceReturn? LatestReturn => Volatile.Read(ref _latestReturn);

    /// <summary>Devices that the server does not want.</summary>
    public int StoppedDevices => Volatile.Read(ref _stopped);

    /// <summary>Why a connection ended or could not be made, the last time that happened.</summary>
    public string? LastReason { get; private set; }

    /// <summary>How long the devices took that were expected last.</summary>
    public LatencyHistogram ConnectTimes => _wave.Times;

    /// <summary>Ends when all the devices that were expected last have connected.</summary>
    public Task AllConnected => _wave.Done.Task;

    /// <summary>So many devices are going to connect.</summary>
    public void Expect(int devices) => _wave = new Wave(devices);

    /// <param name="after">Since when it was expected; null when it was not.</param>
    public void Connected(TimeSpan? after)
    {
        Interlocked.Increment(ref _connected);
        Interlocked.Increment(ref _made);
        if (after is not null)
            _wave.Count(after.Value);
    }

    public void Returned(DeviceReturn device)
    {
        DeviceReturn? latest;
        do
            latest = _latestReturn;
        while (device.Late > (latest?.Late ?? TimeSpan.Zero) && Interlocked.CompareExchange(ref _latestReturn, device, latest) != latest);
    }

    public void Disconnected()
    {
        Interlocked.Decrement(ref _connected);
        Interlocked.Increment(ref _lost);
    }

    public void Failed(string reason) => LastReason = reason;

    public void Stopped(string reason)
    {
        Interlocked.Increment(ref _stopped);
        LastReason = reason;
    }

    private sealed class Wave(int devices)
    {
        private int _left = devices;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LatencyHistogram Times { get; } = new();

        public void Count(TimeSpan after)
        {
            Times.Record(after);
            if (Interlocked.Decrement(ref _left) == 0)
                Done.TrySetResult();
        }
    }
}
