using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>
/// This build beside another one, such as that of the commit before. On a machine whose speed changes from minute to minute only this
/// tells whether a change made it faster.
/// </summary>
/// <param name="name">What the part is called.</param>
/// <param name="rate">Orders per second; null for as many as there can be.</param>
internal sealed class BesidePart(string name, double? rate) : IPart
{
    public string Name => name;

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        // Both anew: what has been measured already is warmer than what has not.
        await using var cluster = await BenchCluster.StartAsync(bench.Servers, bench.Settings.Edges, gateways: 1, stop);
        await using var other = await BenchCluster.StartAsync(bench.Servers, bench.Settings.Edges, gateways: 1, stop, published: bench.Settings.Beside);
        await bench.WarmUpAsync(cluster, stop);
        await bench.WarmUpAsync(other, stop);
        await Comparison.MeasureAsync(bench, [cluster, other], rate, figures, stop);
    }
}
