using StorePush.Cli.Load.Orders;
using StorePush.Cli.Tokens;
using StorePush.Pos;

namespace StorePush.Cli.Load.Devices;

/// <summary>All terminals of all stores.</summary>
internal sealed class DeviceFleet : IAsyncDisposable
{
    /// <summary>A message is repeated soon or never; a thousand of them for each of 19,000 devices would be a lot of memory.</summary>
    private const int MaxHandledMessages = 500;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly DeviceSockets _sockets;
    private readonly HttpMessageInvoker _invoker;
    private readonly ILoadDevice[] _devices;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly TimeProvider _clock;
    private readonly double _connectRate;

    public DeviceFleet(
        LoadOptions options, IReadOnlyList<string> storeIds, Uri url, DeviceTokens tokens, OrderLedger ledger, TimeProvider clock)
    {
        (_clock, _connectRate) = (clock, options.ConnectRate);
        _sockets = new DeviceSockets(options.SourceAddresses);
        _invoker = _sockets.CreateInvoker();
        _devices =
        [
            .. from store in storeIds
               from index in Enumerable.Range(0, options.Devices)
               let place = Place(options, store, index, tokens, ledger)
               select options.CreateDevice?.Invoke(place) ?? new LoadDevice(Options(url, place), place, clock),
        ];
    }

    public FleetWatch Watch { get; } = new();

    public int Count => _devices.Length;

    /// <summary>Devices without a connection that were not told to stop.</summary>
    public int Away => Count - Watch.StoppedDevices - Watch.ConnectedNow;

    /// <summary>Starts the devices one after the other at the connect rate, and returns when the last has started.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Watch.Expect(_devices.Length);
        using var pace = new PeriodicTimer(Pace, _clock);
        var start = _clock.GetTimestamp();
        foreach (var device in _devices)
        {
            while (_running.Count > _clock.GetElapsedTime(start).TotalSeconds * _connectRate)
                await pace.WaitForNextTickAsync(cancellationToken);

            device.ExpectConnection(_clock.GetTimestamp());
            _running.Add(device.RunAsync(_stopping.Token));
        }
    }

    /// <summary>Cuts every connection at the same moment.</summary>
    /// <returns>How many there were.</returns>
    public int CutAll()
    {
        Watch.Expect(_devices.Length);
        var now = _clock.GetTimestamp();
        foreach (var device in _devices)
            device.ExpectConnection(now);
        return _sockets.CutAll();
    }

    /// <summary>Ends every connection gracefully.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var device in _devices)
            await device.DisposeAsync();
        _invoker.Dispose();
        _stopping.Dispose();
    }

    private DevicePlace Place(LoadOptions options, string store, int index, DeviceTokens tokens, OrderLedger ledger)
    {
        var device = $"till-{index}";
        return new DevicePlace(
            store,
            device,
            index,
            options.AllAcknowledge || index == 0,
            cancellationToken => tokens.GetAsync(store, device, cancellationToken),
            ledger,
            Watch);
    }

    private PosClientOptions Options(Uri url, DevicePlace place) => new()
    {
        Url = url,
        StoreId = place.StoreId,
        DeviceId = place.DeviceId,
        TokenProvider = place.Token,
        InvokerProvider = () => _invoker,
        AcknowledgeMode = place.Acknowledges ? AcknowledgeMode.AfterHandler : AcknowledgeMode.ByHand,
        MaxHandledMessages = MaxHandledMessages,
    };
}
