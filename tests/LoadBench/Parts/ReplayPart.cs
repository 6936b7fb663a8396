using StorePush.Cli;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Scenarios;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench.Parts;

/// <summary>10,000 pending orders for a device that connects.</summary>
internal sealed class ReplayPart : IPart
{
    private const int Backlog = 10_000;
    private const int Times = 3;

    public string Name => "replay";

    public async Task MeasureAsync(Bench bench, Figures figures, CancellationToken stop)
    {
        var cluster = await bench.GetWarmClusterAsync(stop);
        for (var time = 1; time <= Times; time++)
        {
            var options = bench.Load with { Stores = 1, Devices = 1, Backlog = Backlog, Until = OrderStep.Accepted };
            await using var session = new LoadSession(options, cluster.Targets[0], Bench.Clock);
            var replay = (await new ReplayScenario().RunAsync(session, stop)).Replay!;
            if (replay.AllRangMs is null || replay.AllSettledMs is null)
                throw new CommandException($"Not all of the {Backlog} orders have rung and are settled.");

            figures.Add($"s until {Backlog} have rung, {time}", replay.AllRangMs / 1_000);
            figures.Add($"s until {Backlog} are settled, {time}", replay.AllSettledMs / 1_000);
        }
    }
}
