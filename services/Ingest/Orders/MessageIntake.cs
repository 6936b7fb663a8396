using Microsoft.Extensions.Options;
using StorePush.Hosting.Messaging;

namespace StorePush.Ingest.Orders;

/// <summary>Makes messages safe. A bounded number waits for the broker; more than that are turned away at once.</summary>
internal sealed partial class MessageIntake(
    ISafePublisher publisher, IOptions<IngestOptions> options, ILogger<MessageIntake> logger)
{
    private int _inFlight;

    /// <summary>Returns when the message is safe.</summary>
    /// <exception cref="BrokerUnavailableException">That can't be promised now.</exception>
    public async Task AcceptAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inFlight) > options.Value.MaxInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new BrokerUnavailableException("Too many messages wait for the broker.");
        }

        try
        {
            await message.PublishAsync(publisher, cancellationToken);
        }
        catch (BrokerUnavailableException exception)
        {
            Log.NotSafe(logger, message.MessageId, exception.Message);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} was not accepted: {Reason}")]
        public static partial void NotSafe(ILogger logger, Guid messageId, string reason);
    }
}
