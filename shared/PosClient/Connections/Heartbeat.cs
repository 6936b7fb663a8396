namespace StorePush.Pos.Connections;

/// <summary>
/// Notices that a connection is dead though nobody closed it: asks for a sign of life when nothing came for a heartbeat, and gives up when
/// nothing came for two.
/// </summary>
/// <remarks>
/// The server's own Pings don't help: <see cref="System.Net.WebSockets.ClientWebSocket"/> answers them without telling. Thread-safe.
/// </remarks>
internal sealed class Heartbeat(TimeProvider clock, TimeSpan probeTimeout, Action sendPing) : IDisposable
{
    private readonly Signal _wake = new(clock);
    private TimeSpan _interval = Timeout.InfiniteTimeSpan;
    private long _heardAt = clock.GetTimestamp();
    private long _probedAt;

    /// <summary>Something came.</summary>
    public void Hear() => Volatile.Write(ref _heardAt, clock.GetTimestamp());

    /// <summary>The server has said how often it shows that it lives.</summary>
    public void Begin(TimeSpan interval)
    {
        _interval = interval;
        _wake.Set();
    }

    /// <summary>Asks for a sign of life now, which must come soon.</summary>
    public void Probe()
    {
        Volatile.Write(ref _probedAt, clock.GetTimestamp());
        sendPing();
        _wake.Set();
    }

    /// <summary>Ends when the connection is dead.</summary>
    public async Task<string> WatchAsync(CancellationToken cancellationToken)
    {
        long asked = 0;
        while (true)
        {
            var asksNow = false;
            var heardAt = Volatile.Read(ref _heardAt);
            var probedAt = Volatile.Read(ref _probedAt);
            if (probedAt > heardAt && clock.GetElapsedTime(probedAt) >= probeTimeout)
                return "Nothing came after the network or the clock made a jump.";

            TimeSpan? next = probedAt > heardAt ? probeTimeout - clock.GetElapsedTime(probedAt) : null;
            if (_interval > TimeSpan.Zero)
            {
                var quiet = clock.GetElapsedTime(heardAt);
                if (quiet >= 2 * _interval)
                    return $"Nothing came for two heartbeats of {_interval.TotalSeconds:0} s.";

                asksNow = quiet >= _interval && asked != heardAt;
                var turn = (quiet < _interval ? _interval : 2 * _interval) - quiet;
                next = next < turn ? next : turn;
            }

            // The deadline stands before anybody hears the question.
            _wake.SetAfter(next);
            if (asksNow)
            {
                asked = heardAt;
                sendPing();
            }

            await _wake.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _wake.Dispose();
}
