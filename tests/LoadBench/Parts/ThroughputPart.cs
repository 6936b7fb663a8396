using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>As many orders as there can be with 64 under way, until their acknowledgement is recorded.</summary>
internal sealed class ThroughputPart : IPart
{
    public string Name => "throughput";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        var cluster = await bench.GetWarmClusterAsync(stop);
        var load = await MeasuredLoad.RunAsync(cluster, bench.Load, stop);
        var orders = load.Report.Orders;

        figures.Add("orders/s", orders.AcceptedPerSecond);
        figures.Add("ms accepted->told p50", load.Report.LatenciesMs.AcceptedToTold.P50);
        figures.Add("not told", orders.Accepted - load.Report.LatenciesMs.AcceptedToTold.Count);
        figures.AddCpu(load);
        figures.Add("driver cores", load.Report.Process.MeasuredCores);
        foreach (var (process, bytes) in load.Memory)
            figures.AddMemory($"MiB {process}", bytes);
    }
}
