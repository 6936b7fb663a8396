using Microsoft.Extensions.Logging;

namespace StorePush.Pos;

/// <summary>Raises the events of a client; what an application's handler throws does not reach the connection.</summary>
internal sealed partial class ClientEvents(object sender, ILogger logger)
{
    public EventHandler<ConnectionChangedEventArgs>? ConnectionChanged { get; set; }

    public EventHandler<MessageSettledEventArgs>? MessageSettled { get; set; }

    public EventHandler<MessageAcknowledgedEventArgs>? MessageAcknowledged { get; set; }

    public EventHandler<MessageRepeatedEventArgs>? MessageRepeated { get; set; }

    public void Raise(ConnectionChangedEventArgs change) => Raise(ConnectionChanged, change);

    public void Raise(MessageSettledEventArgs settlement) => Raise(MessageSettled, settlement);

    public void Raise(MessageAcknowledgedEventArgs acknowledgement) => Raise(MessageAcknowledged, acknowledgement);

    public void Raise(MessageRepeatedEventArgs repetition) => Raise(MessageRepeated, repetition);

    private void Raise<T>(EventHandler<T>? handler, T args)
    {
        try
        {
            handler?.Invoke(sender, args);
        }
        catch (Exception exception)
        {
            LogThrown(logger, typeof(T).Name, exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The application's handler of {Event} threw")]
    private static partial void LogThrown(ILogger logger, string @event, Exception exception);
}
