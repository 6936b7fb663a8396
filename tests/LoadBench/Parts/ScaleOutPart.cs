using StorePush.Cli;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Reports;
using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Devices;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>
/// How many orders a service carries that is held to a small share of a core, and how many two of it do that are each held to the same:
/// on one machine two processes are no faster than one, unless something else than the machine is what they lack. Each gateway has its 64
/// orders under way, since what an order costs depends on how many share its way.
/// </summary>
internal sealed class ScaleOutPart : IPart
{
    /// <summary>So small that the service is what an order waits for, and that this machine has room for two.</summary>
    private static readonly IReadOnlyList<(string Service, double Cores)> Shares =
        [("ingest", 0.02), ("delivery", 0.05), ("edge", 0.025), ("gateway", 0.03)];

    /// <summary>Who doesn't use up its share is not what an order waits for.</summary>
    private const double LeastUse = 0.85;

    public string Name => "scale-out";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        CpuShare.EnsureAllowed();
        await using var one = await BenchCluster.StartAsync(bench.Servers, each: 1, stop);
        await using var two = await BenchCluster.StartAsync(bench.Servers, each: 2, stop);
        await bench.WarmUpAsync(one, stop);
        await bench.WarmUpAsync(two, stop);

        foreach (var (service, cores) in Shares)
        {
            var rates = new List<(double One, double Two)>();
            for (var round = 0; round < Interleaved.Rounds; round++)
            {
                rates.Add((
                    await Bench.WithOutputAsync(one, () => MeasureAsync(bench, one, service, cores, stop)),
                    await Bench.WithOutputAsync(two, () => MeasureAsync(bench, two, service, cores, stop))));
                Bench.Say($"{service}, round {round + 1} of {Interleaved.Rounds}: {rates[^1].One:0}, and two of it {rates[^1].Two:0} orders/s");
            }

            figures.Add($"orders/s, one {service} of {cores} cores", Interleaved.Median(rates.Select(rate => rate.One)));
            figures.Add($"orders/s, two {service} of {cores} cores", Interleaved.Median(rates.Select(rate => rate.Two)));
            figures.Add($"two are so many of one: {service}", Interleaved.Median(rates.Select(rate => rate.Two / rate.One)));
        }
    }

    /// <summary>Orders per second, all of which ring and are settled.</summary>
    private static async Task<double> MeasureAsync(
        Bench bench, BenchCluster cluster, string service, double cores, CancellationToken stop)
    {
        var targets = cluster.Targets;
        var sessions = targets.Select(target => new LoadSession(
            bench.Load with
            {
                Stores = bench.Load.Stores / targets.Count,
                Measured = new(null, bench.Settings.Measure / Interleaved.Rounds),
                CreateDevice = place => new StorePushDevice(place, target.Url),
            },
            target,
            Bench.Clock)).ToList();
        await using var all = new Sessions(sessions);
        await all.ConnectAsync(stop);

        var held = cluster.Named(service);
        using var share = new CpuShare(held.Select(process => process.Id), cores);
        var (before, start) = (cluster.Costs.Read(), Bench.Clock.GetTimestamp());
        await Task.WhenAll(sessions.Select(session => session.PlaceAsync(new(session.Options.WarmUp, session.Options.Measured), stop)));
        var used = (cluster.Costs.Read()[service].Cpu - before[service].Cpu) / Bench.Clock.GetElapsedTime(start) / held.Count;
        await Task.WhenAll(sessions.Select(session => session.SettleAsync(stop)));
        if (used < cores * LeastUse)
            throw new CommandException($"{service} used {used:0.000} of the {cores} cores that it had: orders waited for something else.");

        return sessions
            .Select(session => ReportMaker.Make(session, new ScenarioReport(), isInterrupted: false))
            .Sum(report => MeasuredLoad.Check(report).Orders.AcceptedPerSecond);
    }
}
