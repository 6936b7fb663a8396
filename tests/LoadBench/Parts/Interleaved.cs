using StorePush.Cli.Load;
using StorePush.LoadBench.Clusters;

namespace StorePush.LoadBench.Parts;

/// <summary>Measures systems in turn, several times, so that what else the machine does meets all of them.</summary>
internal static class Interleaved
{
    public const int Rounds = 3;

    /// <summary>Each measured for the whole time together.</summary>
    /// <returns>The loads of each system, in the order of the systems.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<MeasuredLoad>>> RunAsync(
        Bench bench, IReadOnlyList<ISystem> systems, Func<LoadOptions, LoadOptions> change, CancellationToken stop)
    {
        var loads = systems.Select(_ => new List<MeasuredLoad>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            // To and fro: who comes first may have the quieter half of a round.
            var turns = Enumerable.Range(0, systems.Count);
            foreach (var system in round % 2 == 0 ? turns : turns.Reverse())
            {
                Bench.Say($"{systems[system].Name}, round {round + 1} of {Rounds}");
                var load = bench.Load;
                var options = change(load with { Measured = new(null, load.Measured.Duration / Rounds) });
                loads[system].Add(await MeasuredLoad.RunAsync(systems[system], options, stop));
            }
        }

        return loads;
    }

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
