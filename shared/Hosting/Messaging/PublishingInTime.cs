using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>Publishing that ends in time.</summary>
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
    /// <param name="longest">How long it may take.</param>
    /// <param name="clock">Measures that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task PublishInTimeAsync<TMessage>(
        this IBus bus,
        TMessage message,
        Action<PublishContext<TMessage>> configure,
        TimeSpan longest,
        TimeProvider clock,
        CancellationToken cancellationToken)
        where TMessage : class
    {
        ArgumentNullException.ThrowIfNull(bus);

        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await bus.Publish(message, configure, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not take a message in time.", exception);
        }
    }
}
