using StorePush.Cli.Load.Measurements;
using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>Systems beside each other: the same orders, the same devices, the same machine, in turn.</summary>
internal static class Comparison
{
    /// <param name="bench">The run.</param>
    /// <param name="systems">The first is compared with each of the others. All are warm.</param>
    /// <param name="rate">Orders per second; null for as many as there can be.</param>
    /// <param name="figures">What was measured of each, and the ratios.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task MeasureAsync(
        Bench bench, IReadOnlyList<ISystem> systems, double? rate, Figures figures, CancellationToken stop)
    {
        var loads = await Interleaved.RunAsync(bench, systems, load => load with { Rate = rate }, stop);

        Add("CPU ms/1,000 orders", load => load.CpuPerThousand);
        foreach (var process in loads[0][0].Cpu.Keys.Where(process => loads.All(each => each[0].Cpu.ContainsKey(process))))
            Add($"CPU ms/1,000 orders {process}", load => load.Of(process));
        if (rate is null)
        {
            Add("orders/s", load => load.Report.Orders.AcceptedPerSecond);
            Add("driver cores", load => load.Report.Process.MeasuredCores);
        }
        else
        {
            AddLatency("ms accepted->received", load => load.Report.LatenciesMs.AcceptedToReceived);
            AddLatency("ms posted->received", load => load.Report.LatenciesMs.IntendedToReceived);
        }

        void AddLatency(string figure, Func<MeasuredLoad, LatencySummary> latency)
        {
            Add($"{figure} p50", load => latency(load).P50!.Value);
            Add($"{figure} p99", load => latency(load).P99!.Value);
        }

        void Add(string figure, Func<MeasuredLoad, double> value) =>
            Comparison.Add(figures, figure, [.. systems.Select(system => system.Name)], loads, value);
    }

    /// <summary>One figure of each system, and its ratio to that of each other one.</summary>
    /// <param name="figures">Gets them.</param>
    /// <param name="figure">What was measured, with the unit.</param>
    /// <param name="systems">What they are called; the first is compared with each of the others.</param>
    /// <param name="loads">Those of each system.</param>
    /// <param name="value">What was measured in a load.</param>
    public static void Add(
        Figures figures,
        string figure,
        IReadOnlyList<string> systems,
        IReadOnlyList<IReadOnlyList<MeasuredLoad>> loads,
        Func<MeasuredLoad, double> value)
    {
        for (var system = 0; system < systems.Count; system++)
            figures.Add($"{figure} {systems[system]}", Interleaved.Median(loads[system].Select(value)));

        // Of each round, and then the one in the middle: what disturbs a round disturbs both.
        for (var other = 1; other < systems.Count; other++)
        {
            figures.Add(
                $"{figure} {systems[0]}/{systems[other]}",
                Interleaved.Median(loads[0].Zip(loads[other], (first, second) => value(first) / value(second))));
        }
    }
}
