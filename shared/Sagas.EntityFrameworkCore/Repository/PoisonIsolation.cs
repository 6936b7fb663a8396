using StorePush.Sagas.EntityFrameworkCore.Faults;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Sees to it that one bad item fails alone and not with all the others of its batch.</summary>
/// <remarks>
/// A batch that fails is done again in halves, and these in halves, until the bad item is by itself: among 200 items one costs
/// some 15 more batches. A transient fault is nobody's item's: the whole batch gets it, since halves would fail the same way.
/// </remarks>
internal static class PoisonIsolation
{
    /// <summary>Does the work, in as few parts as its failures allow; the outcomes are in the order of the items.</summary>
    /// <param name="items">One batch.</param>
    /// <param name="work">Does all or nothing of what it is given, and returns one result per item.</param>
    /// <param name="cancellationToken">Cancels the work, with an exception for the whole batch.</param>
    public static async Task<IReadOnlyList<Outcome<TResult>>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items,
        Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> work,
        CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await work(items, cancellationToken)).Select(Outcome<TResult>.Of)];
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the items, whose callers get it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (items.Count == 1 || TransientFaults.IsTransient(exception))
                return [.. items.Select(_ => Outcome<TResult>.Failed(exception))];
        }

        var half = items.Count / 2;
        var left = await RunAsync([.. items.Take(half)], work, cancellationToken);
        var right = await RunAsync([.. items.Skip(half)], work, cancellationToken);
        return [.. left, .. right];
    }
}
