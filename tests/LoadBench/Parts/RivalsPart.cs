using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>StorePush beside what one would write instead.</summary>
/// <param name="name">What the part is called.</param>
/// <param name="rate">Orders per second; null for as many as there can be.</param>
internal sealed class RivalsPart(string name, double? rate) : IPart
{
    public string Name => name;

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var storePush = await BenchCluster.StartAsync(bench.Servers, each: 1, stop);
        await using var socketIo = await Rival.StartSocketIoAsync(bench.Servers, stop);
        await using var signalR = await Rival.StartSignalRAsync(bench.Servers, stop);
        await bench.WarmUpAsync(storePush, stop);
        await bench.WarmUpAsync(socketIo, stop);
        await bench.WarmUpAsync(signalR, stop);
        await Comparison.MeasureAsync(bench, [storePush, socketIo, signalR], rate, figures, stop);
    }
}
