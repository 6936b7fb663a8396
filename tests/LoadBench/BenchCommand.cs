using System.CommandLine;
using StorePush.Cli;
using StorePush.Cli.Options;
using StorePush.LoadBench.Parts;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    private const double UsualRate = 200;

    private static readonly IReadOnlyList<IPart> Usual =
        [new ThroughputPart(), new LatencyPart(), new ReplayPart(), new ConnectPart(), new StormPart()];

    private static readonly IReadOnlyList<IPart> All =
    [
        .. Usual,
        new HistoryPart(),
        new ScaleOutPart(),
        new SoakPart(),
        RivalsPart.Distributed("rivals", rate: null),
        RivalsPart.Distributed("rivals-latency", UsualRate),
        RivalsPart.Standalone("rivals-standalone", rate: null),
        RivalsPart.Standalone("rivals-standalone-latency", UsualRate),
        new BesidePart("beside", rate: null),
        new BesidePart("beside-latency", UsualRate),
    ];

    private static readonly string Names = string.Join(", ", All.Select(part => part.Name));

    public static RootCommand Create()
    {
        var parts = new Argument<string[]>("parts")
        {
            Description = $"What to measure, of {Names}; the first five when nothing is given. See PERFORMANCE.md",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var warmUp = Parsed.Count("--warm-up", "Seconds of load before anything is measured; 60 when not given");
        var measure = Parsed.Count("--measure", "Seconds that each load is measured; 60 when not given");
        var quick = new Option<bool>("--quick") { Description = "10 seconds of each: shows that it works, and little else" };
        var edges = Parsed.Count("--edges", "Edge processes; 1 when not given");
        var pending = Parsed.Count("--pending", "history: rows that are pending; 1,000,000 when not given");
        var settled = Parsed.Count("--settled", "history: rows that are settled; 10,000,000 when not given");
        var soak = Parsed.Count("--soak-minutes", "soak: how long; 60 when not given");
        var beside = new Option<DirectoryInfo>("--beside")
        {
            Description = "beside: the artifacts/published of another clone, as seen from this one's root",
        };
        beside.AcceptExistingOnly();
        var name = new Option<string>("--name") { Description = "What the result is called", DefaultValueFactory = _ => "last" };
        var compare = new Option<FileInfo>("--compare") { Description = "An earlier result, to print ratios" };
        compare.AcceptExistingOnly();
        var check = new Option<bool>("--check") { Description = "Checks the command line, and measures nothing", Hidden = true };

        var command = new RootCommand("Measures StorePush as it runs in production, on this machine. Results: artifacts/bench/<name>.json.")
        {
            parts, warmUp, measure, quick, edges, pending, settled, soak, beside, name, compare, check,
        };
        command.Validators.Add(parsed =>
        {
            var wanted = parsed.GetValue(parts) ?? [];
            foreach (var unknown in wanted.Except(All.Select(part => part.Name)))
                parsed.AddError($"{unknown} is no part: {Names}.");
            if (parsed.GetResult(beside) is null && wanted.Any(part => part.StartsWith("beside", StringComparison.Ordinal)))
                parsed.AddError("beside needs --beside.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            var isQuick = parsed.GetValue(quick);
            var seconds = isQuick ? 10 : 60;
            var settings = new BenchSettings(
                TimeSpan.FromSeconds(parsed.GetValue(warmUp) ?? seconds),
                TimeSpan.FromSeconds(parsed.GetValue(measure) ?? seconds),
                parsed.GetValue(edges) ?? 1,
                parsed.GetValue(pending) ?? (isQuick ? 10_000 : 1_000_000),
                parsed.GetValue(settled) ?? (isQuick ? 100_000 : 10_000_000),
                TimeSpan.FromMinutes(parsed.GetValue(soak) ?? (isQuick ? 3 : 60)),
                parsed.GetValue(beside)?.FullName);
            BenchResult? saved = null;
            try
            {
                if (parsed.GetValue(compare) is { } file)
                    saved = await BenchResult.ReadAsync(file.FullName, stop);
            }
            catch (CommandException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return exception.ExitCode;
            }

            if (parsed.GetValue(check))
                return 0;

            var wanted = parsed.GetValue(parts) ?? [];
            var chosen = wanted.Length == 0 ? Usual : [.. All.Where(part => wanted.Contains(part.Name))];
            return await BenchRun.RunAsync(parsed.GetRequiredValue(name), settings, chosen, saved, stop);
        });
        return command;
    }
}
