using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>19,000 devices, as many as a process may have descriptors for on many machines: how long they take to connect, and what each costs.</summary>
internal sealed class ConnectPart : IPart
{
    private const int Devices = 19_000;
    private const int FirstDevices = 1_000;
    private const double Kibibyte = 1_024;
    private const double PerCent = 100;
    private const double CpuDevices = 10_000;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    public string Name => "connect";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var cluster = await BenchCluster.StartAsync(bench.Servers, edges: 1, gateways: 2, stop);
        await using (var first = Sessions.Create(bench, cluster, FirstDevices))
            await first.ConnectAsync(stop);

        var empty = cluster.Costs.Read();
        await using var sessions = Sessions.Create(bench, cluster, Devices);
        figures.Add($"s until {Devices} are connected", (await sessions.ConnectAsync(stop)).TotalSeconds);
        var connected = cluster.Costs.Read();
        foreach (var process in new[] { "edge", "gateway", "delivery" })
            figures.Add($"CPU ms/1,000 connects {process}", (connected[process].Cpu - empty[process].Cpu).TotalMilliseconds * 1_000 / Devices);

        await Task.Delay(Calm, Bench.Clock, stop);
        var before = cluster.Costs.Read();
        await Task.Delay(bench.Settings.Measure, Bench.Clock, stop);
        var after = cluster.Costs.Read();
        foreach (var process in new[] { "edge", "gateway" })
        {
            figures.Add($"KiB/idle device {process}", (after[process].MemoryBytes - empty[process].MemoryBytes) / Kibibyte / Devices);
            figures.Add(
                $"CPU % of a core/10,000 idle {process}",
                (after[process].Cpu - before[process].Cpu) / bench.Settings.Measure * PerCent * CpuDevices / Devices);
        }

        figures.Add("lost connections", sessions.Lost);
    }
}
