using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>What an order costs on an empty database, and on one that has served for long.</summary>
internal sealed class HistoryPart : IPart
{
    public string Name => "history";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var full = await BenchCluster.StartAsync(bench.Servers, bench.Settings.Edges, gateways: 1, stop);
        var start = Bench.Clock.GetTimestamp();
        await History.WriteAsync(full.ConnectionString, bench.Settings.Pending, bench.Settings.Settled, stop);
        figures.Add("s to write the rows", Bench.Clock.GetElapsedTime(start).TotalSeconds);
        var empty = await bench.GetWarmClusterAsync(stop);
        await bench.WarmUpAsync(full, stop);

        var loads = await Interleaved.RunAsync(bench, [empty, full], load => load, stop);
        Add(figures, "orders/s", loads, load => load.Report.Orders.AcceptedPerSecond);
        Add(figures, "CPU ms/1,000 orders", loads, load => load.CpuPerThousand);
        Add(figures, "CPU ms/1,000 orders postgres", loads, load => load.Of("postgres"));
        figures.Add("rows pending", bench.Settings.Pending);
        figures.Add("rows settled", bench.Settings.Settled);
    }

    private static void Add(
        Figures figures, string name, IReadOnlyList<IReadOnlyList<MeasuredLoad>> loads, Func<MeasuredLoad, double> value)
    {
        figures.Add($"{name} empty", Interleaved.Median(loads[0].Select(value)));
        figures.Add($"{name} full", Interleaved.Median(loads[1].Select(value)));
        figures.Add($"{name} full/empty", Interleaved.Median(loads[0].Zip(loads[1], (empty, full) => value(full) / value(empty))));
    }
}
