using System.Threading.Channels;
using StorePush.Pos;

namespace StorePush.Console.Tests.Running;

/// <summary>A well-behaved terminal, on StorePush's own client, that acknowledges when it is told to.</summary>
internal sealed class ShopDevice : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<OrderMessage> _messages = Channel.CreateUnbounded<OrderMessage>();
    private readonly PosClient _client;
    private int _connections;

    private ShopDevice(Uri url, string storeId, string deviceId)
    {
        _client = new PosClient(new PosClientOptions
        {
            Url = url,
            StoreId = storeId,
            DeviceId = deviceId,
            AcknowledgeMode = AcknowledgeMode.ByHand,
            TokenProvider = _ => ValueTask.FromResult(StandaloneProcess.DeviceToken(storeId, deviceId)),
        });
        _client.ConnectionChanged += (_, change) =>
        {
            if (change.State == ConnectionState.Connected)
                Interlocked.Increment(ref _connections);
        };
        Run = _client.RunAsync(
            async (message, cancellationToken) => await _messages.Writer.WriteAsync(message, cancellationToken), _stop.Token);
    }

    /// <summary>Ends when the server wants no more of this terminal.</summary>
    public Task Run { get; }

    /// <summary>How often it has connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static async Task<ShopDevice> ConnectAsync(Uri url, string storeId, string deviceId)
    {
        var device = new ShopDevice(url, storeId, deviceId);
        await Bounded.UntilAsync(() => Task.FromResult(device.Connections > 0));
        return device;
    }

    public async Task<OrderMessage> NextAsync() =>
        await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    public Task TakeAsync(OrderMessage message) => _client.AcknowledgeAsync(message, TestContext.Current.CancellationToken).Soon();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Run.ContinueWith(_ => { }, TaskScheduler.Default);
        await _client.DisposeAsync();
        _stop.Dispose();
    }
}
