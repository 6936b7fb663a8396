using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>StorePush beside what one would write instead.</summary>
/// <param name="name">What the part is called.</param>
/// <param name="start">Starts StorePush.</param>
/// <param name="rate">Orders per second; null for as many as there can be.</param>
internal sealed class RivalsPart(string name, Func<BenchServers, CancellationToken, Task<ISystem>> start, double? rate) : IPart
{
    public string Name => name;

    /// <summary>StorePush as it runs in production: its services are processes of their own, on RabbitMQ.</summary>
    public static RivalsPart Distributed(string name, double? rate) =>
        new(name, async (servers, stop) => await BenchCluster.StartAsync(servers, each: 1, stop), rate);

    /// <summary>StorePush as one process without a broker, which is what its rivals are.</summary>
    public static RivalsPart Standalone(string name, double? rate) =>
        new(name, async (servers, stop) => await OneProcess.StartStandaloneAsync(servers, stop), rate);

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var storePush = await start(bench.Servers, stop);
        await using var socketIo = await OneProcess.StartSocketIoAsync(bench.Servers, stop);
        await using var signalR = await OneProcess.StartSignalRAsync(bench.Servers, stop);
        await bench.WarmUpAsync(storePush, stop);
        await bench.WarmUpAsync(socketIo, stop);
        await bench.WarmUpAsync(signalR, stop);
        await Comparison.MeasureAsync(bench, [storePush, socketIo, signalR], rate, figures, stop);
    }
}
