using StorePush.Cli;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Orders;
using StorePush.LoadBench.Clusters;
using StorePush.LoadBench.Devices;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>
/// What an order costs each service where one of each takes all orders, and where two of each take twice as many: on one machine two
/// processes are no faster than one, but if an order costs no more with two, then two on machines of their own carry twice as many.
/// </summary>
internal sealed class ScaleOutPart : IPart
{
    /// <summary>Of each process, so low that twice as many leave this machine room.</summary>
    private const double Rate = 100;

    private static readonly string[] Services = ["ingest", "delivery", "edge", "gateway"];
    private static readonly string[] Servers = ["rabbitmq", "postgres"];

    public string Name => "scale-out";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        await using var one = await BenchCluster.StartAsync(bench.Servers, each: 1, stop);
        await using var two = await BenchCluster.StartAsync(bench.Servers, each: 2, stop);
        await bench.WarmUpAsync(one, stop);
        await bench.WarmUpAsync(two, stop);

        var costs = new List<(Dictionary<string, double> One, Dictionary<string, double> Two)>();
        for (var round = 0; round < Interleaved.Rounds; round++)
        {
            Bench.Say($"round {round + 1} of {Interleaved.Rounds}");
            costs.Add((await MeasureAsync(bench, one, stop), await MeasureAsync(bench, two, stop)));
        }

        foreach (var process in Services.Concat(Servers))
        {
            figures.Add($"CPU ms/1,000 orders {process}, one of each", Interleaved.Median(costs.Select(cost => cost.One[process])));
            figures.Add($"CPU ms/1,000 orders {process}, two of each", Interleaved.Median(costs.Select(cost => cost.Two[process])));
        }

        foreach (var service in Services)
            figures.Add($"two are so many of one: {service}", Interleaved.Median(costs.Select(cost => 2 * cost.One[service] / cost.Two[service])));
    }

    /// <summary>Milliseconds of each process for 1,000 orders, all of which ring and are settled.</summary>
    private static async Task<Dictionary<string, double>> MeasureAsync(Bench bench, BenchCluster cluster, CancellationToken stop)
    {
        var targets = cluster.Targets;
        var sessions = targets.Select(target => new LoadSession(
            bench.Load with
            {
                Stores = bench.Load.Stores / targets.Count,
                Rate = Rate,
                CreateDevice = place => new StorePushDevice(place, target.Url),
            },
            target,
            Bench.Clock)).ToList();
        await using var all = new Sessions(sessions);
        await all.ConnectAsync(stop);

        var before = cluster.Costs.Read();
        await Task.WhenAll(sessions.Select(session => session.PlaceAsync(new(Amount.Of(0), session.Options.Measured), stop)));
        var after = cluster.Costs.Read();
        await Task.WhenAll(sessions.Select(session => session.SettleAsync(stop)));
        var counts = sessions.Select(session => session.Ledger.Measured.Counts).ToList();
        if (counts.Any(count => count is not { NotReceived: 0, NotSettled: 0, Refused: 0, InFlight: 0 }))
            throw new CommandException("An order was lost: the figures would be none.");

        var orders = counts.Sum(count => count.Accepted);
        return after.ToDictionary(
            cost => cost.Key, cost => (cost.Value.Cpu - before[cost.Key].Cpu).TotalMilliseconds * 1_000 / orders);
    }
}
