using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// The queue of a feature that can be switched off, declared by those who publish to it, so that nothing is lost that is published before
/// it is listened to; registered as a service. On the in-memory transport consumers are there before the first message.
/// </summary>
public sealed record AdditionalBinding
{
    private AdditionalBinding(Action<IRabbitMqBusFactoryConfigurator> declare) => Declare = declare;

    internal Action<IRabbitMqBusFactoryConfigurator> Declare { get; }

    /// <summary>Messages of a type go to a queue, which is made when it is not there.</summary>
    /// <param name="queue">Its name; whoever consumes from it calls <see cref="ReceiveEndpoints.UseOptionalQueue"/>.</param>
    public static AdditionalBinding Of<TMessage>(string queue)
        where TMessage : class =>
        new(bus => bus.Publish<TMessage>(topology =>
            topology.BindQueue(topology.Exchange.ExchangeName, queue, OptionalQueue.Configure)));
}
