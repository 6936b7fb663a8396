using MassTransit;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// Safe by the broker: returns when RabbitMQ has confirmed a persistent message that it could route to a durable queue. A message
/// that no queue takes comes back (<c>mandatory</c>, AMQP 0-9-1 <c>basic.publish</c>) and counts as unavailable.
/// </summary>
internal sealed class ConfirmedPublisher(IBus bus, IOptions<BrokerOptions> options, TimeProvider clock) : ISafePublisher
{
    public async Task PublishAsync<TMessage>(TMessage message, CancellationToken cancellationToken)
        where TMessage : class
    {
        try
        {
            await bus.PublishInTimeAsync(
                message, context => context.Mandatory = true, options.Value.ConfirmTimeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BrokerUnavailableException();
        }
#pragma warning disable CA1031 // However the transport failed, the message is not known to be safe.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            throw new BrokerUnavailableException(exception.Message, exception);
        }
    }
}
