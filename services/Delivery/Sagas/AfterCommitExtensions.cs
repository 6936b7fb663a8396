using MassTransit;
using MassTransit.Middleware.InMemoryOutbox;

namespace StorePush.Delivery.Sagas;

/// <summary>Work that must not start before the saga's row is committed.</summary>
internal static class AfterCommitExtensions
{
    /// <summary>
    /// Runs work with what the in-memory outbox sends: after the saga is saved, and before the message is acknowledged to the broker.
    /// When it fails the message is retried.
    /// </summary>
    /// <exception cref="ConfigurationException">The endpoint has no in-memory outbox.</exception>
    public static void AfterCommit(this ConsumeContext context, Func<Task> work)
    {
        if (!context.TryGetPayload(out OutboxContext? outbox))
            throw new ConfigurationException("The endpoint needs UseInMemoryOutbox: what follows a commit would come before it.");

        // Completes at once: the work is noted, not done.
        _ = outbox.Add(work);
    }
}
