using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Persistence;

namespace StorePush.Delivery.Sweeping;

/// <summary>
/// Lets a sweeper look at what is pending only when the acknowledgements that are safe are written down: those that this process knows of,
/// and after a time without database those that others may hold.
/// </summary>
/// <remarks>For one sweeper, which makes one query after the other.</remarks>
internal sealed class SettledFirst(Database database, AckBacklog acknowledgements, TimeProvider clock)
{
    /// <summary>On a healthy system there is nothing to wait for.</summary>
    private static readonly TimeSpan LongestUsual = TimeSpan.FromSeconds(1);

    private bool _wasDatabaseAway;

    public async Task<TResult> QueryAsync<TResult>(Func<DeliveryDbContext, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        await acknowledgements.WaitAsync(cancellationToken);
        if (_wasDatabaseAway || clock.GetElapsedTime(start) >= LongestUsual)
        {
            await WaitForOthersAsync(cancellationToken);
            await acknowledgements.WaitAsync(cancellationToken);
        }

        // Until it has answered, and soon: one that stood still was away, too.
        _wasDatabaseAway = true;
        var asked = clock.GetTimestamp();
        var result = await database.QueryAsync(work);
        _wasDatabaseAway = clock.GetElapsedTime(asked) >= LongestUsual;
        return result;
    }

    /// <summary>Once the database is back: of what they hold this process knows nothing.</summary>
    private async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        await database.QueryAsync(context => context.Edges.AnyAsync(cancellationToken));
        await Task.Delay(2 * HoldOnTransientFaults.LongestWait, clock, cancellationToken);
    }
}
