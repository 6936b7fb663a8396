using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>Publishing that ends when it is told to.</summary>
/// <remarks>
/// MassTransit (8.5) waits until a channel on which a publish has failed is closed, whatever the token says, and RabbitMQ.Client (7.2) can
/// hang over that for ever, as it can over a <see cref="LostConnections">lost connection</see>.
/// </remarks>
public static class PublishingInTime
{
    /// <summary>Publishes a message; when given up, it may be published all the same.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="message">The message.</param>
    /// <param name="configure">Sets what goes with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task PublishInTimeAsync<TMessage>(
        this IBus bus, TMessage message, Action<PublishContext<TMessage>> configure, CancellationToken cancellationToken)
        where TMessage : class
    {
        ArgumentNullException.ThrowIfNull(bus);

        return bus.Publish(message, configure, cancellationToken).WaitAsync(cancellationToken);
    }
}
