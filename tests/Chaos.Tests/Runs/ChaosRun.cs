using System.Text.Json;
using StorePush.Chaos.Tests.Clusters;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Options;
using StorePush.Cli.Tokens;

namespace StorePush.Chaos.Tests.Runs;

/// <summary>One scenario: load, a fault in the middle of it, recovery, and then every order is accounted for.</summary>
internal sealed class ChaosRun
{
    /// <summary>So many seconds on end must be good before the load ends.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(4);

    /// <summary>A process that has just started, on a machine that is busy starting it, takes so long over a frame.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LongestQueue = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(1);
    private static readonly TimeProvider Clock = TimeProvider.System;
    private static int _runs;

    private readonly Cluster _cluster;
    private readonly string _name;
    private readonly ChaosOptions _options;
    private readonly Target _target;
    private readonly OrderSchedule _schedule = new(Amount.Of(0), Amount.Of(ForEver));

    private ChaosRun(Cluster cluster, string name, ChaosOptions options)
    {
        (_cluster, _name, _options) = (cluster, name, options);
        _target = new Target(cluster.Url, null, new TokenSigner(TestToken.SigningKey, "storepush", "storepush", Clock));
    }

    /// <summary>Runs a scenario and holds it to what is promised.</summary>
    /// <param name="cluster">What it happens to.</param>
    /// <param name="name">What the table calls it.</param>
    /// <param name="fault">What happens; the fault is over when this returns.</param>
    /// <param name="options">The load.</param>
    public static Task RunAsync(Cluster cluster, string name, Func<Cluster, Task> fault, ChaosOptions? options = null) =>
        RunAsync(cluster, name, (running, _) => fault(running), options);

    /// <inheritdoc cref="RunAsync(Cluster, string, Func{Cluster, Task}, ChaosOptions?)" />
    public static async Task RunAsync(
        Cluster cluster, string name, Func<Cluster, LoadSession, Task> fault, ChaosOptions? options = null)
    {
        try
        {
            await new ChaosRun(cluster, name, options ?? new ChaosOptions()).RunAsync(fault);
        }
        catch
        {
            if (!ResultFiles.Exists(name, ".row"))
                await ResultFiles.WriteAsync(name, ".row", $"{name}\t\t\t\t\t\t\t\tFAIL");
            foreach (var node in cluster.Nodes)
                await ResultFiles.WriteAsync($"{name} {node.Name}", ".log", node.Output);
            throw;
        }
    }

    /// <summary>How long a fault lasts.</summary>
    public static Task LastAsync(TimeSpan time) => Task.Delay(time, Clock, TestContext.Current.CancellationToken);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task RunAsync(Func<Cluster, LoadSession, Task> fault)
    {
        await using var session = new LoadSession(Load(), _target, Clock);
        await session.ConnectAsync(Stop);
        var placing = session.PlaceAsync(_schedule, Stop);
        await LastAsync(_options.Before);

        await fault(_cluster, session);

        var faultEnd = Clock.GetTimestamp();
        await UntilSteadyAsync(session.Ledger, faultEnd);
        _schedule.End();
        var end = Clock.GetTimestamp();
        await placing;
        await session.SettleAsync(Stop);
        await session.WaitAsync(() => session.Fleet.Away == 0, Stop);

        // Where orders have no answer there is nothing to hear of, and each would be waited for in vain.
        var incomplete = session.Ledger.Measured.Counts.InFlight == 0 ? await LastOrders.FindIncompleteAsync(session, Stop) : [];
        await session.SettleAsync(Stop);
        await JudgeAsync(session, faultEnd, end, incomplete);
    }

    /// <summary>An acknowledgement that is safe may still wait in the queue, and its message is pending so long.</summary>
    private async Task<IReadOnlyList<string>> FindWrongAsync(IReadOnlyCollection<LoadOrder> orders)
    {
        var start = Clock.GetTimestamp();
        while (true)
        {
            var wrong = await StatusCheck.FindWrongAsync(_target, orders, Clock, Stop);
            if (wrong.Count == 0 || Clock.GetElapsedTime(start) > LongestQueue)
                return wrong;

            await LastAsync(Timeline.Quick);
        }
    }

    private LoadOptions Load() => new()
    {
        Stores = _options.Stores,
        Devices = _options.Devices,
        Rate = _options.Rate,
        AllAcknowledge = _options.AllAcknowledge,
        LongestWay = LongestWay,
        DevicesUrl = _options.WithoutDeviceLink ? null : _cluster.Devices.Url,

        // Stores of their own: what one scenario leaves must not ring in the next one.
        StorePrefix = $"chaos{Interlocked.Increment(ref _runs)}",
    };

    private async Task UntilSteadyAsync(OrderLedger ledger, long faultEnd)
    {
        TimeSpan elapsed;
        do
        {
            await LastAsync(Pace);
            elapsed = Clock.GetElapsedTime(faultEnd);
        }
        while (elapsed < _options.LongestRecovery + Steady
            && elapsed - SlowAfter(ledger, faultEnd, Clock.GetTimestamp()) < Steady + Timeline.Quick);
    }

    private async Task JudgeAsync(LoadSession session, long faultEnd, long end, IReadOnlyList<string> incomplete)
    {
        var counts = session.Ledger.Measured.Counts;
        var orders = session.Ledger.Remembered;
        var timeline = new Timeline([.. orders.Where(order => order.IntendedAt < end)], Clock);
        var wrong = await FindWrongAsync(orders);
        var slowAfter = timeline.SlowAfter(faultEnd, end);
        var result = new ChaosResult(
            _name,
            counts.Accepted,
            Math.Max(wrong.Count, Math.Max(counts.NotReceived, counts.NotSettled)),
            counts.Repushed,
            counts.Repeated + counts.PushedAfterSettled,
            timeline.LongestGap(),
            slowAfter <= _options.LongestRecovery ? slowAfter : null,
            _cluster.Nodes.Max(node => node.MostMemory));
        using var platform = _cluster.CreatePlatform();
        var failures = new Failures(session, _options, result).Find(orders, faultEnd, end)
            .Concat(await LatestRing.FindLateAsync(platform, orders, _options.LongestRing, Clock))
            .Concat(Failures.Describe(wrong, "accepted orders are not delivered"))
            .Concat(Failures.Describe(incomplete, "stores have a device that was not told of an order, or not of its end"))
            .Concat(Failures.Describe(await PushTimes.FindLateAsync(platform, _target, orders, Clock, Stop), "messages were pushed when they were settled"))
            .Concat(await ErrorQueues.TakeAsync(_cluster.Broker, Stop))
            .ToList();
        await ResultFiles.WriteAsync(_name, ".row", result.ToRow(failures.Count == 0));
        await ResultFiles.WriteAsync(_name, ".seconds", timeline.Describe(faultEnd));
        await ResultFiles.WriteAsync(_name, ".json", JsonSerializer.Serialize(new { result, failures }));
        failures.ShouldBeEmpty();
    }

    private static TimeSpan SlowAfter(OrderLedger ledger, long faultEnd, long now) =>
        new Timeline(ledger.Remembered, Clock).SlowAfter(faultEnd, now - (long)(Timeline.Quick.TotalSeconds * Clock.TimestampFrequency));
}
