using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;
using StorePush.Hosting.Telemetry;

namespace StorePush.Ingest.Orders;

/// <summary>Makes messages safe. A bounded number of bounded size waits for the broker; more than that are turned away at once.</summary>
internal sealed partial class MessageIntake(
    ISafePublisher publisher,
    IngestMetrics metrics,
    IOptions<IngestOptions> options,
    TimeProvider clock,
    ILogger<MessageIntake> logger)
{
    private readonly LogThrottle _warnings = new(clock);
    private int _inFlight;
    private long _bytesInFlight;

    /// <summary>Returns when the message is safe.</summary>
    /// <exception cref="BrokerUnavailableException">That can't be promised now.</exception>
    public async Task AcceptAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            Enter(message);
            await message.PublishAsync(publisher, cancellationToken);
        }
        catch (BrokerUnavailableException exception)
        {
            // With the broker away that is every order, thousands a second.
            if (_warnings.Passes(out var others))
                Log.NotSafe(logger, message.MessageId, exception.Message, others);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            Interlocked.Add(ref _bytesInFlight, -message.Bytes);
        }

        metrics.Accepted(message.Kind, message.Platform);
        Log.Accepted(logger, message.MessageId, message.Kind, message.Platform, message.StoreId);
    }

    private void Enter(IncomingMessage message)
    {
        var count = Interlocked.Increment(ref _inFlight);
        var bytes = Interlocked.Add(ref _bytesInFlight, message.Bytes);

        // One alone may have any size: no limit must lock a message out for ever.
        if (count > options.Value.MaxInFlight || (bytes > options.Value.MaxInFlightBytes && count > 1))
            throw new BrokerUnavailableException("Too many messages wait for the broker.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} was not accepted: {Reason} (and {Others} others since the last such line)")]
        public static partial void NotSafe(ILogger logger, Guid messageId, string reason, long others);

        [LoggerMessage(2, LogLevel.Debug, "Message {MessageId} was accepted: {Kind} of {Platform} for store {StoreId}")]
        public static partial void Accepted(ILogger logger, Guid messageId, string kind, string platform, string storeId);
    }
}
