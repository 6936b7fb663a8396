using StorePush.Cli.Load.Orders;
using StorePush.Pos;

namespace StorePush.Cli.Load.Devices;

/// <summary>One terminal under load: says of every message when it came, and of every connection how long it took.</summary>
internal sealed class LoadDevice : ILoadDevice
{
    private readonly PosClient _client;
    private readonly int _index;
    private readonly OrderLedger _ledger;
    private readonly FleetWatch _watch;
    private readonly TimeProvider _clock;
    private int _connection;
    private long _waitsSince;
    private (long Since, TimeSpan For, List<string> Reasons)? _away;
    private bool _isConnected;

    /// <param name="options">How it connects.</param>
    /// <param name="place">Which terminal it is.</param>
    /// <param name="clock">What the times are times of.</param>
    public LoadDevice(PosClientOptions options, DevicePlace place, TimeProvider clock)
    {
        (_index, _ledger, _watch, _clock) = (place.Index, place.Ledger, place.Watch, clock);
        Name = $"{options.StoreId}/{options.DeviceId}";
        _client = new PosClient(options, clock: clock);
        _client.ConnectionChanged += OnConnectionChanged;
        _client.MessageAcknowledged += (_, acknowledged) => _ledger.Settle(acknowledged.Id, _index);
        _client.MessageSettled += (_, settled) => _ledger.Tell(settled.Id, _index);
        _client.MessageRepeated += (_, repeated) => Take(repeated.Message);
    }

    public string Name { get; }

    public void ExpectConnection(long since) => Volatile.Write(ref _waitsSince, since);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.RunAsync(
                (message, _) =>
                {
                    Take(message);
                    return Task.CompletedTask;
                },
                cancellationToken);
        }
        catch (PosClientStoppedException exception)
        {
            _watch.Stopped($"{Name}: {exception.Message} ({exception.Code})");
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private void Take(OrderMessage message) =>
        _ledger.Receive(message.OrderId, message.Id, _index, Volatile.Read(ref _connection), message.Push);

    private void OnConnectionChanged(object? sender, ConnectionChangedEventArgs change)
    {
        var isConnected = change.State == ConnectionState.Connected;
        if (isConnected)
        {
            Volatile.Write(ref _connection, _connection + 1);
            var since = Interlocked.Exchange(ref _waitsSince, 0);
            _watch.Connected(since == 0 ? null : _clock.GetElapsedTime(since));
            if (_away is { } away)
                _watch.Returned(new DeviceReturn(Name, _clock.GetElapsedTime(away.Since) - away.For, away.Reasons));
            _away = null;
        }
        else if (_isConnected)
        {
            _watch.Disconnected();
            _away = (_clock.GetTimestamp(), change.RetryIn ?? TimeSpan.Zero, []);
        }

        if (change.State == ConnectionState.Waiting && change.Reason is { } reason)
        {
            _watch.Failed($"{Name}: {reason}");
            _away?.Reasons.Add($"{reason} (then waited {change.RetryIn?.TotalSeconds:0.0} s)");
        }

        _isConnected = isConnected;
    }
}
