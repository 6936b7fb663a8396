using System.CommandLine;
using StorePush.Cli;
using StorePush.LoadBench;
using StorePush.LoadBench.Parts;
using StorePush.LoadBench.Results;

IPart[] usual = [new ThroughputPart(), new LatencyPart(), new ReplayPart(), new ConnectPart(), new StormPart()];
IPart[] all =
[
    .. usual, new HistoryPart(), new ScaleOutPart(), new SoakPart(),
    RivalsPart.Distributed("rivals", rate: null), RivalsPart.Distributed("rivals-latency", rate: 200),
    RivalsPart.Standalone("rivals-standalone", rate: null), RivalsPart.Standalone("rivals-standalone-latency", rate: 200),
    new BesidePart("beside", rate: null), new BesidePart("beside-latency", rate: 200),
];

var parts = new Argument<string[]>("parts")
{
    Description = "What to measure; throughput, latency, replay, connect and storm when nothing is given",
    Arity = ArgumentArity.ZeroOrMore,
};
parts.AcceptOnlyFromAmong([.. all.Select(part => part.Name)]);
var warmUp = new Option<int?>("--warm-up") { Description = "Seconds of load before anything is measured; 60 when not given" };
var measure = new Option<int?>("--measure") { Description = "Seconds that each load is measured; 60 when not given" };
var quick = new Option<bool>("--quick") { Description = "10 seconds of each: shows that it works, and little else" };
var edges = new Option<int>("--edges") { Description = "Edge processes", DefaultValueFactory = _ => 1 };
var pending = new Option<long?>("--pending") { Description = "history: rows that are pending; 1,000,000 when not given" };
var settled = new Option<long?>("--settled") { Description = "history: rows that are settled; 10,000,000 when not given" };
var soak = new Option<double?>("--soak-minutes") { Description = "soak: how long; 60 when not given" };
var beside = new Option<DirectoryInfo>("--beside") { Description = "beside: the artifacts/published of another clone, as seen from this one's root" };
beside.AcceptExistingOnly();
var name = new Option<string>("--name") { Description = "What the result is called", DefaultValueFactory = _ => "last" };
var compare = new Option<FileInfo?>("--compare") { Description = "An earlier result, to print ratios" };

var command = new RootCommand("Measures StorePush as it runs in production, on this machine. Results: artifacts/bench/<name>.json.")
{
    parts, warmUp, measure, quick, edges, pending, settled, soak, beside, name, compare,
};
command.Validators.Add(parsed =>
{
    if (parsed.GetResult(beside) is null && (parsed.GetValue(parts) ?? []).Any(part => part.StartsWith("beside", StringComparison.Ordinal)))
        parsed.AddError("beside needs --beside.");
});
command.SetAction(async (parsed, stop) =>
{
    var seconds = parsed.GetValue(quick) ? 10 : 60;
    var settings = new BenchSettings(
        TimeSpan.FromSeconds(parsed.GetValue(warmUp) ?? seconds),
        TimeSpan.FromSeconds(parsed.GetValue(measure) ?? seconds),
        parsed.GetValue(edges),
        parsed.GetValue(pending) ?? (parsed.GetValue(quick) ? 10_000 : 1_000_000),
        parsed.GetValue(settled) ?? (parsed.GetValue(quick) ? 100_000 : 10_000_000),
        TimeSpan.FromMinutes(parsed.GetValue(soak) ?? (parsed.GetValue(quick) ? 3 : 60)),
        parsed.GetValue(beside)?.FullName);
    var saved = parsed.GetValue(compare) is { } file ? await BenchResult.ReadAsync(file.FullName, stop) : null;
    var wanted = parsed.GetValue(parts) ?? [];
    var measured = new Dictionary<string, Dictionary<string, double>>();
    CommandException? failure = null;
    await using (var bench = new Bench(settings))
    {
        try
        {
            foreach (var part in wanted.Length == 0 ? usual : all.Where(part => wanted.Contains(part.Name)))
            {
                Bench.Say(part.Name);
                var figures = new Figures();
                measured[part.Name] = figures;
                await part.MeasureAsync(bench, figures, stop);
            }
        }
        catch (CommandException exception)
        {
            failure = exception;
        }
    }

    // What was measured before a part failed took minutes, too.
    var result = new BenchResult(parsed.GetRequiredValue(name), TimeProvider.System.GetUtcNow(), settings, measured);
    await result.WriteAsync(Path.Combine("artifacts", "bench", $"{result.Name}.json"), stop);
    await Console.Out.WriteLineAsync(ResultTable.Of(result, saved));
    if (failure is not null)
        await Console.Error.WriteLineAsync(failure.Message);
    return failure?.ExitCode ?? 0;
});
return await command.Parse(args).InvokeAsync();
