using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>The arguments of our quorum queues, which must be the same wherever one is declared.</summary>
internal static class QuorumQueue
{
    /// <summary>
    /// RabbitMQ 4 drops a message without a word once it has come back 20 times, which is what orders do while a Delivery keeps dying.
    /// There is no word for "never" that RabbitMQ 3 takes too. https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
    /// </summary>
    private const int DeliveryLimit = 1_000_000;

    public static void Configure(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
    }
}
