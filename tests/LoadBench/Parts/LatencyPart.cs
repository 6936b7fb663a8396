using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>200 orders per second, each at its time.</summary>
internal sealed class LatencyPart : IPart
{
    private const double Rate = 200;

    public string Name => "latency";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        var cluster = await bench.GetWarmClusterAsync(stop);
        var load = await MeasuredLoad.RunAsync(cluster, bench.Load with { Rate = Rate }, stop);
        var latencies = load.Report.LatenciesMs;

        figures.Add("ms accepted->received p50", latencies.AcceptedToReceived.P50);
        figures.Add("ms accepted->received p99", latencies.AcceptedToReceived.P99);
        figures.Add("ms posted->received p50", latencies.IntendedToReceived.P50);
        figures.Add("ms posted->received p99", latencies.IntendedToReceived.P99);
        figures.Add("ms posted->accepted p50", latencies.IntendedToAccepted.P50);
        figures.Add("ms accepted->told p50", latencies.AcceptedToTold.P50);
        figures.Add("ms accepted->told p99", latencies.AcceptedToTold.P99);
        figures.AddCpu(load);
    }
}
