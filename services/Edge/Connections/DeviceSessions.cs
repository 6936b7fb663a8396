using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using StorePush.Edge.Acknowledgements;
using StorePush.Edge.Drain;
using StorePush.Edge.Presence;
using StorePush.Edge.Push;
using StorePush.Edge.Sockets;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Edge.Connections;

/// <summary>The life of a connection: hello, in with it, out with the one it replaces, serve, and out again.</summary>
internal sealed partial class DeviceSessions(
    ConnectionRegistry registry,
    PresenceReporter presence,
    AckForwarder acks,
    RecentlySettled settled,
    Admission admission,
    EdgeMetrics metrics,
    IOptions<EdgeOptions> options,
    TimeProvider clock,
    ILogger<DeviceSessions> logger)
{
    /// <summary>Serves a device until its connection ends, and gives its place back.</summary>
    public async Task ServeAsync(DeviceIdentity device, WebSocket socket, ActivityStream stream, IDisposable place)
    {
        using var connection = new DeviceConnection(device, socket, stream, settled, options.Value, clock);
        connection.Send(
            new HelloFrame
            {
                ConnectionId = connection.Id,
                HeartbeatSeconds = options.Value.HeartbeatSeconds,
                ServerTime = clock.GetUtcNow(),
            },
            ProtocolJson.Default.HelloFrame);

        registry.Add(connection)?.Close(CloseCode.Replaced);

        // The drain sends away whom it finds in the registry. Whoever was let in before it and registers after it began goes here.
        if (admission.IsClosed)
            EdgeDrain.SendAway(connection);

        var reported = presence.ReportConnectedAsync(connection);
        var pendingAcks = acks.For(connection);
        try
        {
            await connection.RunAsync(frame => pendingAcks.Add(frame.AckIds));
        }
        finally
        {
            registry.Remove(connection);

            // Before the reports, which take their time while the broker is away: the device is gone, and others want to come in.
            place.Dispose();
            var code = connection.ClosedWith ?? CloseCode.Normal;
            metrics.Closed(code);
            Log.Closed(logger, device.StoreId, device.DeviceId, connection.Id, (int)code);
            await reported;
            await presence.ReportDisconnectedAsync(connection.Id, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Connection {ConnectionId} of {StoreId}/{DeviceId} ended with {Code}")]
        public static partial void Closed(ILogger logger, string storeId, string deviceId, Guid connectionId, int code);
    }
}
