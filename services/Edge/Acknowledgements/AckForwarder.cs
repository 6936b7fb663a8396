using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Edge.Connections;
using StorePush.Edge.Push;
using StorePush.Hosting.Messaging;
using StorePush.Hosting.Telemetry;

namespace StorePush.Edge.Acknowledgements;

/// <summary>Hands acknowledgements on to Delivery, and says <c>ack.ok</c> only once they are safe.</summary>
internal sealed partial class AckForwarder(
    AckPublisher publisher,
    RecentlySettled settled,
    EdgeMetrics metrics,
    IOptions<EdgeOptions> options,
    TimeProvider clock,
    ILogger<AckForwarder> logger)
{
    private readonly LogThrottle _warnings = new(clock);

    /// <summary>What one connection has under way.</summary>
    public PendingAcks For(DeviceConnection connection) => new(
        connection,
        options.Value.MaxPendingAcks,
        new AckAllowance(options.Value.AcksPerSecond, options.Value.MaxPendingAcks, clock),
        id => ForwardAsync(connection, id));

    /// <summary>True when the acknowledgement is safe; false when the device has to send it again.</summary>
    private async Task<bool> ForwardAsync(DeviceConnection connection, Guid messageId)
    {
        using var activity = EdgeTraces.AreOn
            ? EdgeTraces.Acknowledge(connection.Feed.TraceParentOf(messageId), messageId, connection.Device)
            : null;
        var acknowledgedAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        try
        {
            await publisher.PublishAsync(new DeviceAcknowledged
            {
                MessageId = messageId,
                StoreId = connection.Device.StoreId,
                DeviceId = connection.Device.DeviceId,
                AcknowledgedAt = acknowledgedAt,
                TraceParent = activity?.Id,
            });
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or ObjectDisposedException)
        {
            if (_warnings.Passes(out var others))
                Log.NotSafe(logger, messageId, exception.Message, others);
            return false;
        }

        metrics.AckSafe();
        Log.Safe(logger, messageId, connection.Device.DeviceId, connection.Device.StoreId);

        // Only what the device was really sent: an id that it made up must not hide a message that is yet to come.
        if (connection.Feed.Acknowledge(messageId, acknowledgedAt))
            settled.Add(connection.Device.StoreId, messageId);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The acknowledgement of message {MessageId} is not safe yet: {Reason} (nor are {Others} others)")]
        public static partial void NotSafe(ILogger logger, Guid messageId, string reason, long others);

        [LoggerMessage(2, LogLevel.Debug, "Message {MessageId}: the acknowledgement of {DeviceId} of store {StoreId} is safe")]
        public static partial void Safe(ILogger logger, Guid messageId, string deviceId, string storeId);
    }
}
