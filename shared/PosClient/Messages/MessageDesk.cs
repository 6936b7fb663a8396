using Microsoft.Extensions.Logging;
using StorePush.Pos.Acknowledgements;
using StorePush.Protocol.Frames;

namespace StorePush.Pos.Messages;

/// <summary>Decides what becomes of what the server says of messages: it rings, is acknowledged again, or stops ringing.</summary>
internal sealed partial class MessageDesk(Inbox inbox, HandledMessages handled, AckBook acks, ClientEvents events, ILogger logger)
{
    /// <summary>A connection begins: the server sends all that is pending again, and what it doesn't send was settled meanwhile.</summary>
    public void Begin(HelloFrame hello) => inbox.StartOver(hello.ServerTime);

    public void Take(MessageFrame frame, int bytes)
    {
        var message = OrderMessage.From(frame);
        PosMetrics.Received.Add(1);
        if (handled.Contains(message))
        {
            Repeat(message);
            _ = acks.Add(message.Id);
            return;
        }

        switch (inbox.Offer(message, bytes))
        {
            case Reception.Repeated:
                Repeat(message);
                break;
            case Reception.Deferred:
                PosMetrics.Deferred.Add(1);
                LogDeferred(logger, message.Id);
                break;
        }
    }

    public void Take(SettledFrame frame)
    {
        if (inbox.Withdraw(frame.Id))
            PosMetrics.Withdrawn.Add(1);
        events.Raise(new MessageSettledEventArgs(frame.Id, frame.Status, frame.By));
    }

    public void Take(AckOkFrame frame)
    {
        if (!acks.Confirm(frame.Id))
            return;

        PosMetrics.AcksConfirmed.Add(1);
        events.Raise(new MessageAcknowledgedEventArgs(frame.Id));
    }

    private void Repeat(OrderMessage message)
    {
        PosMetrics.Repeated.Add(1);
        events.Raise(new MessageRepeatedEventArgs(message));
    }

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} is left to the server for now: too many wait for the handler")]
    private static partial void LogDeferred(ILogger logger, Guid messageId);
}
