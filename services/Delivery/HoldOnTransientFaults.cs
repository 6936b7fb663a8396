using MassTransit;
using StorePush.Sagas.EntityFrameworkCore.Faults;

namespace StorePush.Delivery;

/// <summary>
/// While the database is away a message is held and tried again, for as long as it takes: to move it to the error queue would lose it to
/// the shop. Prefetch bounds how many are held.
/// </summary>
internal static class HoldOnTransientFaults
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>So long after the database is back whoever holds something may not have noticed.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    public static void Policy(IRetryConfigurator retry)
    {
        ArgumentNullException.ThrowIfNull(retry);

        retry.Handle<Exception>(TransientFaults.IsTransient);

        // Something took too long, such as the broker over a declaration.
        retry.Handle<ConsumerCanceledException>();
        retry.Exponential(int.MaxValue, FirstWait, LongestWait, FirstWait);
    }

    /// <summary>Does a part of a message's work until no transient fault is in its way, without doing the rest again.</summary>
    public static async Task RunAsync(Func<Task> work, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception exception) when (TransientFaults.IsTransient(exception))
            {
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
