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

        var loads = await Interleaved.RunAsync(bench, [full, empty], load => load, stop);
        Add("orders/s", load => load.Report.Orders.AcceptedPerSecond);
        Add("CPU ms/1,000 orders", load => load.CpuPerThousand);
        if (loads[0][0].Cpu.ContainsKey("postgres"))
            Add("CPU ms/1,000 orders postgres", load => load.Of("postgres"));
        figures.Add("rows pending", bench.Settings.Pending);
        figures.Add("rows settled", bench.Settings.Settled);

        void Add(string figure, Func<MeasuredLoad, double> value) => Comparison.Add(figures, figure, ["full", "empty"], loads, value);
    }
}
