using StorePush.Cli.Load;
using StorePush.Cli.Load.Orders;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>What of a scenario must not be.</summary>
internal sealed class Failures(LoadSession session, ChaosOptions options, ChaosResult result)
{
    /// <summary>Far more than a process of this load takes; what leaks under a fault goes past it.</summary>
    private const long MostMemory = 700L * 1_024 * 1_024;

    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>One line for all that have the same wrong with them; none when there are none.</summary>
    public static IEnumerable<string> Describe(IReadOnlyList<string> found, string what) =>
        found.Count == 0 ? [] : [$"{found.Count} {what}: {string.Join(", ", found.Take(5))}"];

    /// <param name="orders">All of the load.</param>
    /// <param name="faultEnd">When the fault was over.</param>
    /// <param name="end">When the load was; what came after it only asks who hears of it.</param>
    public IEnumerable<string> Find(IReadOnlyCollection<LoadOrder> orders, long faultEnd, long end) =>
        [.. FindLost(orders, faultEnd, end), .. FindForbidden(), .. FindSlow(), .. FindDevices()];

    private IEnumerable<string> FindLost(IReadOnlyCollection<LoadOrder> orders, long faultEnd, long end)
    {
        var counts = session.Ledger.Measured.Counts;
        if (counts.InFlight > 0)
            yield return $"{counts.InFlight} orders never had an answer";
        if (counts.Refused > 0)
            yield return $"{counts.Refused} orders were refused for good: {session.LastRefusal}";
        if (counts.NotReceived > 0)
            yield return $"{counts.NotReceived} accepted orders rang nowhere";
        if (counts.NotSettled > 0)
            yield return $"{counts.NotSettled} accepted orders have no ack.ok";

        // However slow the machine is, the cluster must work again.
        var recovered = faultEnd + (long)((result.Recovery ?? options.LongestRecovery).TotalSeconds * Clock.TimestampFrequency);
        if (!orders.Any(order => order.IntendedAt >= recovered && order.IntendedAt < end && order.AcceptedAt is not null))
            yield return "no order was accepted that was due after the recovery";
    }

    private IEnumerable<string> FindForbidden()
    {
        var counts = session.Ledger.Measured.Counts;
        if (counts.Repeated > 0)
            yield return $"the same push came {counts.Repeated} times again over the same connection: {counts.AnyRepeated}";
        if (counts.PushedAfterSettled > 0)
        {
            yield return $"{counts.PushedAfterSettled} pushes came after the acknowledgement was safe, "
                + $"the latest {counts.LatestPushAfterSettled.TotalSeconds:0.0} s after";
        }
    }

    private IEnumerable<string> FindSlow()
    {
        if (result.Recovery is null && options.IsSpeedJudged)
            yield return "orders don't ring quickly again";
    }

    private IEnumerable<string> FindDevices()
    {
        var (fleet, watch) = (session.Fleet, session.Fleet.Watch);
        if (watch.StoppedDevices > 0)
            yield return $"{watch.StoppedDevices} devices were told to stop: {watch.LastReason}";
        if (fleet.Away > 0)
            yield return $"{fleet.Away} of {fleet.Count} devices did not come back: {watch.LastReason}";
        if (watch.LatestReturn is { } latestReturn && latestReturn.Late > options.LatestReturn)
            yield return $"{latestReturn}";
        if (result.LargestProcess > MostMemory)
            yield return "a process has grown";
    }
}
