using StorePush.Cli;
using StorePush.Cli.Load;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Reports;
using StorePush.LoadBench.Clusters;

namespace StorePush.LoadBench.Parts;

/// <summary>A load, and what it cost each process from the end of its warm-up to the answer of its last order.</summary>
/// <param name="Report">What <c>storepush load</c> reports.</param>
/// <param name="Cpu">Time of a core, by process.</param>
/// <param name="Memory">Bytes at the end, by process.</param>
internal sealed record MeasuredLoad(
    LoadReport Report, IReadOnlyDictionary<string, TimeSpan> Cpu, IReadOnlyDictionary<string, long> Memory)
{
    public double CpuPerThousand => Cpu.Keys.Sum(Of);

    /// <summary>Milliseconds of a process per 1,000 orders.</summary>
    public double Of(string process) => Cpu[process].TotalMilliseconds * 1_000 / Report.Orders.Accepted;

    public static Task<MeasuredLoad> RunAsync(ISystem system, LoadOptions options, CancellationToken stop) =>
        Bench.WithOutputAsync(system, async () =>
        {
            var meter = system.Costs;
            var before = meter.Read();
            await using var session = new LoadSession(options with { CreateDevice = system.CreateDevice }, system.Targets[0], Bench.Clock)
            {
                Measuring = () => before = meter.Read(),
            };
            await session.ConnectAsync(stop);
            await session.PlaceAsync(new OrderSchedule(options.WarmUp, options.Measured), stop);
            var after = meter.Read();
            await session.SettleAsync(stop);
            return new MeasuredLoad(
                Check(ReportMaker.Make(session, new ScenarioReport(), isInterrupted: false)),
                after.ToDictionary(cost => cost.Key, cost => cost.Value.Cpu - before[cost.Key].Cpu),
                after.ToDictionary(cost => cost.Key, cost => cost.Value.MemoryBytes));
        });

    /// <summary>A figure of a run that lost something is none.</summary>
    public static LoadReport Check(LoadReport report) => report.Orders is { Lost: 0, NotSettled: 0, Refused: 0, Unanswered: 0 }
        ? report
        : throw new CommandException(ReportText.Of(report));
}
