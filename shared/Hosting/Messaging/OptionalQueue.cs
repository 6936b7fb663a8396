using MassTransit;

namespace StorePush.Hosting.Messaging;

/// <summary>
/// The arguments of the queues of features that can be switched off. Then nobody reads what goes on to come in: such a queue is bounded,
/// without ever refusing a message, and goes when it has had no reader for a day.
/// </summary>
/// <remarks>The names and values can't be changed later: RabbitMQ refuses a queue that has others.</remarks>
internal static class OptionalQueue
{
    private const int MaxLength = 1_000_000;

    private static readonly TimeSpan Expiration = TimeSpan.FromDays(1);

    public static void Configure(IRabbitMqQueueConfigurator queue)
    {
        QuorumQueue.Configure(queue);
        queue.QueueExpiration = Expiration;
        queue.SetQueueArgument("x-max-length", MaxLength);

        // The oldest goes. To refuse the newest would fail its publisher, whose message goes to other queues too.
        queue.SetQueueArgument("x-overflow", "drop-head");
    }
}
