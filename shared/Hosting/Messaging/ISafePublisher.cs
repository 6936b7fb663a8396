namespace StorePush.Hosting.Messaging;

/// <summary>Publishes what must not be lost.</summary>
public interface ISafePublisher
{
    /// <summary>
    /// Publishes a message and returns when it is safe: it survives the crash of any StorePush process. Only then may anybody be told
    /// that it was accepted.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">That can't be promised now. The message may arrive all the same.</exception>
    Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class;
}
