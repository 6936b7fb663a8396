using StorePush.Contracts;
using StorePush.Delivery.Sagas;
using StorePush.Hosting.Telemetry;

namespace StorePush.Delivery;

/// <summary>Tells what becomes of messages: counts it, and where Debug is on writes one line for each message.</summary>
internal sealed partial class DeliveryEvents(DeliveryMetrics metrics, TimeProvider clock, ILogger<DeliveryEvents> logger)
{
    private readonly LogThrottle _warnings = new(clock);

    /// <summary>First pushes.</summary>
    public void Pushed(IReadOnlyCollection<(DeliveryState Message, int Push)> pushes)
    {
        metrics.Pushed(pushes.Count);
        Write(pushes);
    }

    /// <summary>Pushes after a wait without an acknowledgement.</summary>
    public void PushedAgain(IReadOnlyCollection<(DeliveryState Message, int Push)> pushes)
    {
        metrics.PushedAgain(pushes.Count);
        Write(pushes);
    }

    /// <summary>Pushes to a device that has connected.</summary>
    public void Replayed(IReadOnlyCollection<(DeliveryState Message, int Push)> pushes)
    {
        metrics.Replayed(pushes.Count);
        Write(pushes);
    }

    /// <summary>A device took the message as the first.</summary>
    public void Delivered(DeliveryState message)
    {
        var duration = message.SettledAt!.Value - message.AcceptedAt;
        metrics.Acknowledged(AckResult.First);
        metrics.Delivered(duration);
        Log.Delivered(logger, message.CorrelationId, message.DeliveredBy, message.StoreId, duration.TotalMilliseconds, message.Pushes);
    }

    /// <summary>Nobody took the message in time. Who had a device online and didn't is worth a look.</summary>
    public void Expired(DeliveryState message, bool wasOnline)
    {
        metrics.Expired(wasOnline);
        if (!wasOnline)
            Log.Expired(logger, message.CorrelationId, message.StoreId, message.Pushes);
        else if (_warnings.Passes(out var others))
            Log.ExpiredOnline(logger, message.CorrelationId, message.StoreId, message.Pushes, others);
    }

    /// <summary>An acknowledgement that settled nothing.</summary>
    public void Acknowledged(DeviceAcknowledged acknowledged, AckResult result)
    {
        metrics.Acknowledged(result);
        Log.Acknowledged(logger, acknowledged.MessageId, acknowledged.DeviceId, acknowledged.StoreId, result);
    }

    private void Write(IReadOnlyCollection<(DeliveryState Message, int Push)> pushes)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
            return;

        foreach (var (message, push) in pushes)
            Log.Pushed(logger, message.CorrelationId, push, message.StoreId);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Message {MessageId}: push {Push} to store {StoreId}")]
        public static partial void Pushed(ILogger logger, Guid messageId, int push, string storeId);

        [LoggerMessage(2, LogLevel.Debug, "Message {MessageId} was delivered by {DeviceId} of store {StoreId} after {Milliseconds} ms and {Pushes} pushes")]
        public static partial void Delivered(
            ILogger logger, Guid messageId, string? deviceId, string storeId, double milliseconds, int pushes);

        [LoggerMessage(3, LogLevel.Debug, "Message {MessageId} of store {StoreId} has expired after {Pushes} pushes, with no device online")]
        public static partial void Expired(ILogger logger, Guid messageId, string storeId, int pushes);

        [LoggerMessage(4, LogLevel.Warning, "Message {MessageId} of store {StoreId} has expired after {Pushes} pushes, though a device was online (and {Others} others since the last such line)")]
        public static partial void ExpiredOnline(ILogger logger, Guid messageId, string storeId, int pushes, long others);

        [LoggerMessage(5, LogLevel.Debug, "Message {MessageId}: acknowledgement of {DeviceId} of store {StoreId}, {Result}")]
        public static partial void Acknowledged(ILogger logger, Guid messageId, string deviceId, string storeId, AckResult result);
    }
}
