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
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static void Policy(IRetryConfigurator retry)
    {
        ArgumentNullException.ThrowIfNull(retry);

        retry.Handle<Exception>(TransientFaults.IsTransient);
        retry.Exponential(int.MaxValue, FirstWait, LongestWait, FirstWait);
    }
}
