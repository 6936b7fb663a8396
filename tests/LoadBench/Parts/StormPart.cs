using StorePush.Cli;
using StorePush.Cli.Load.Orders;
using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>
/// 10,000 devices on two edges, one of which dies: how long until those that were cut, about half, are back, and what came meanwhile has
/// rung.
/// </summary>
internal sealed class StormPart : IPart
{
    private const int Devices = 10_000;
    private const double Rate = 100;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    public string Name => "storm";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.StartAsync(bench.Servers, edges: 2, gateways: 2, stop);
        await bench.WarmUpAsync(cluster, stop);
        await using var sessions = Sessions.Create(bench, cluster, Devices, Rate);
        await sessions.ConnectAsync(stop);
        var schedule = new OrderSchedule(Amount.Of(0), Amount.Of(TimeSpan.FromHours(1)));
        var placing = Task.WhenAll(sessions.All.Select(session => session.PlaceAsync(schedule, stop)));
        await Task.Delay(Before, Bench.Clock, stop);

        var killed = Bench.Clock.GetTimestamp();
        await cluster.Edges[0].KillAsync();
        var complete = await sessions.WaitForAllAsync(Quiet, stop);

        schedule.End();
        await placing;
        await Task.WhenAll(sessions.All.Select(session => session.SettleAsync(stop)));
        if (sessions.All.Sum(session => session.Ledger.NotReceived) is > 0 and var lost)
            throw new CommandException($"{lost} orders were lost.");

        figures.Add("devices cut", sessions.Lost);
        figures.Add("s until all are back", Bench.Clock.GetElapsedTime(killed, complete).TotalSeconds);
        figures.Add("s until all has rung", Bench.Clock.GetElapsedTime(killed, LastRing(sessions, complete)).TotalSeconds);
    }

    /// <summary>When the last of the orders rang that were accepted before everybody was back.</summary>
    private static long LastRing(Sessions sessions, long complete) => sessions.All
        .SelectMany(session => session.Ledger.Remembered)
        .Where(order => order.AcceptedAt < complete && order.ReceivedAt is not null)
        .Max(order => order.ReceivedAt!.Value);
}
