using System.Globalization;
using StorePush.Cli.Load.Orders;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>When orders rang: how long nothing did, and since when they ring quickly again.</summary>
internal sealed class Timeline(IReadOnlyCollection<LoadOrder> orders, TimeProvider clock)
{
    /// <summary>What 99 of 100 orders must keep to.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two orders that rang one after the other.</summary>
    public TimeSpan LongestGap()
    {
        long[] rang = [.. orders.Where(order => order.ReceivedAt is not null).Select(order => order.ReceivedAt!.Value).Order()];
        return rang.Zip(rang.Skip(1), (one, next) => clock.GetElapsedTime(one, next)).DefaultIfEmpty().Max();
    }

    /// <summary>How long after a moment the last second began or went on in which more than 1 of 100 orders was slow.</summary>
    /// <param name="since">The moment.</param>
    /// <param name="until">Orders that are due later don't count: they may still ring in time.</param>
    /// <remarks>A second without an order is slow too: so many wait for their answer that no other could be placed.</remarks>
    public TimeSpan SlowAfter(long since, long until)
    {
        var due = orders
            .Where(order => order.IntendedAt >= since && order.IntendedAt < until)
            .ToLookup(order => (int)(clock.GetElapsedTime(since, order.IntendedAt) / Step));
        var whole = Math.Max(0, (int)(clock.GetElapsedTime(since, until) / Step));
        return Enumerable.Range(0, whole + 1)
            .Where(second => (second < whole && !due.Contains(second)) || due[second].Count(IsSlow) > due[second].Count() / 100)
            .Select(second => (second + 1) * Step)
            .DefaultIfEmpty()
            .Max();
    }

    /// <summary>What each second was like, for whoever looks for the cause.</summary>
    /// <param name="zero">The moment that is second 0.</param>
    public string Describe(long zero) => string.Join('\n', orders
        .GroupBy(order => (int)Math.Floor(clock.GetElapsedTime(zero, order.IntendedAt) / Step))
        .OrderBy(second => second.Key)
        .Select(second => string.Create(
            CultureInfo.InvariantCulture,
            $"second {second.Key}: {second.Count()} due, {second.Count(IsSlow)} slow, accepted after {Worst(second, order => order.AcceptedAt)}, rang after {Worst(second, order => order.ReceivedAt)}")));

    private string Worst(IEnumerable<LoadOrder> orders, Func<LoadOrder, long?> at) => orders
        .Select(order => at(order) is { } time ? clock.GetElapsedTime(order.IntendedAt, time) : TimeSpan.MaxValue)
        .Max() is var worst && worst < TimeSpan.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"{worst.TotalSeconds:0.0} s")
        : "never";

    private bool IsSlow(LoadOrder order) =>
        order.ReceivedAt is not { } receivedAt || clock.GetElapsedTime(order.IntendedAt, receivedAt) > Quick;
}
