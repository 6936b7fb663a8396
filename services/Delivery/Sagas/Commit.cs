using MassTransit;
using MassTransit.Middleware.InMemoryOutbox;

namespace StorePush.Delivery.Sagas;

internal static class Commit
{
    /// <summary>
    /// Does something with what the in-memory outbox sends: when the row is saved, and before the message is acknowledged to the broker.
    /// A try that ends in a conflict does nothing.
    /// </summary>
    /// <exception cref="ConfigurationException">The endpoint has no in-memory outbox.</exception>
    public static void AfterCommit(this BehaviorContext<DeliveryState> context, Func<Task> work)
    {
        if (!context.TryGetPayload(out OutboxContext? outbox))
            throw new ConfigurationException("The endpoint needs UseInMemoryOutbox: what follows a commit would come before it.");

        // Completes at once: the work is noted, not done.
        _ = outbox.Add(work);
    }
}
