using Microsoft.Extensions.Options;
using StorePush.Edge;
using StorePush.Edge.Connections;
using StorePush.Edge.Push;
using StorePush.Edge.Sockets;
using StorePush.Hosting.Deliveries;

namespace StorePush.Benchmarks.Edge;

/// <summary>A device of a store, connected to an edge, with nothing pending.</summary>
internal sealed class OpenConnection : IDisposable
{
    private static readonly IOptions<EdgeOptions> Options = Microsoft.Extensions.Options.Options.Create(new EdgeOptions());

    private static readonly RecentlySettled Settled = new(
        Options, Microsoft.Extensions.Options.Options.Create(new DeliveryOptions()), TimeProvider.System);

    public OpenConnection(string storeId, string deviceId)
    {
        var now = TimeProvider.System.GetUtcNow();
        var device = new DeviceIdentity(storeId, deviceId, now, now.AddDays(1));
        var stream = new ActivityStream(Stream.Null, TimeProvider.System);
        Connection = new DeviceConnection(device, Socket, stream, Settled, Options.Value, TimeProvider.System);
        Connection.Feed.GoLive();
    }

    public IdleSocket Socket { get; } = new();

    public DeviceConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        Socket.Dispose();
    }
}
