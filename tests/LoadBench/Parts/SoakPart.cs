using StorePush.Cli.Load.Orders;
using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Costs;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>50 orders per second for an hour: whether the memory of each process is flat, and whether it stays as fast and as silent.</summary>
internal sealed class SoakPart : IPart
{
    private const double Rate = 50;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    public string Name => "soak";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.StartAsync(bench.Servers, bench.Settings.Edges, gateways: 1, stop);
        var loading = MeasuredLoad.RunAsync(
            cluster,
            bench.Load with { Rate = Rate, WarmUp = Amount.Of(bench.Settings.WarmUp), Measured = Amount.Of(bench.Settings.Soak) },
            stop);
        var samples = await SampleAsync(cluster, loading, bench.Settings.WarmUp, stop);
        var load = await loading;

        figures.Add("orders", load.Report.Orders.Accepted);
        figures.Add("ms accepted->received p50", load.Report.LatenciesMs.AcceptedToReceived.P50);
        figures.Add("ms accepted->received p99", load.Report.LatenciesMs.AcceptedToReceived.P99);
        figures.AddCpu(load);
        foreach (var process in load.Memory.Keys)
            AddMemory(figures, process, [.. samples.Select(sample => sample[process].MemoryBytes)]);
        figures.Add("lines of log", cluster.LinesOfLog);
    }

    /// <summary>What the processes hold, once a minute from the end of the warm-up on.</summary>
    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, ProcessCost>>> SampleAsync(
        BenchCluster cluster, Task loading, TimeSpan warmUp, CancellationToken stop)
    {
        List<IReadOnlyDictionary<string, ProcessCost>> samples = [];
        var wait = warmUp;
        while (await Task.WhenAny(loading, Task.Delay(wait, Bench.Clock, stop)) != loading)
        {
            samples.Add(cluster.Costs.Read());
            Bench.Say($"MiB: {string.Join(", ", samples[^1].Select(cost => $"{cost.Key} {cost.Value.MemoryBytes / Figures.Mebibyte:0}"))}");
            wait = Pace;
        }

        return samples;
    }

    /// <summary>By halves, since a heap goes up and down within minutes: what grows is larger in the second one.</summary>
    private static void AddMemory(Figures figures, string process, IReadOnlyList<long> samples)
    {
        if (samples.Count < 2)
            return;

        var half = samples.Count / 2;
        figures.AddMemory($"MiB {process}, first half", (long)samples.Take(half).Average());
        figures.AddMemory($"MiB {process}, second half", (long)samples.Skip(half).Average());
        figures.AddMemory($"MiB {process}, most", samples.Max());
    }
}
