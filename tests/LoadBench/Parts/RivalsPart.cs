using StorePush.Cli.Load.Measurements;
using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>StorePush beside what one would write instead: the same orders, the same devices, the same machine, in turn.</summary>
/// <param name="name">What the part is called.</param>
/// <param name="rate">Orders per second; null for as many as there can be.</param>
internal sealed class RivalsPart(string name, double? rate) : IPart
{
    public string Name => name;

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var socketIo = await Rival.StartSocketIoAsync(bench.Servers, stop);
        await using var signalR = await Rival.StartSignalRAsync(bench.Servers, stop);
        var storePush = await bench.GetWarmClusterAsync(stop);
        await bench.WarmUpAsync(socketIo, stop);
        await bench.WarmUpAsync(signalR, stop);
        ISystem[] systems = [storePush, socketIo, signalR];
        var loads = await Interleaved.RunAsync(bench, systems, load => load with { Rate = rate }, stop);

        Add("CPU ms/1,000 orders", load => load.CpuPerThousand);
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

        void Add(string figure, Func<MeasuredLoad, double> value)
        {
            for (var system = 0; system < systems.Length; system++)
                figures.Add($"{figure} {systems[system].Name}", Interleaved.Median(loads[system].Select(value)));

            // Of each round, and then the one in the middle: what disturbs a round disturbs both.
            for (var rival = 1; rival < systems.Length; rival++)
            {
                figures.Add(
                    $"{figure} {storePush.Name}/{systems[rival].Name}",
                    Interleaved.Median(loads[0].Zip(loads[rival], (ours, theirs) => value(ours) / value(theirs))));
            }
        }
    }
}
