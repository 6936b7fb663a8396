namespace StorePush.Pos;

/// <summary>What an application does with the messages of its store.</summary>
public interface IOrderHandler
{
    /// <summary>Takes a message. It is acknowledged when this returns, and comes again when this throws.</summary>
    /// <param name="message">An order or a cancellation.</param>
    /// <param name="cancellationToken">Cancelled when the application stops.</param>
    Task HandleAsync(OrderMessage message, CancellationToken cancellationToken);
}
