using System.CommandLine;
using StorePush.LoadBench;
using StorePush.LoadBench.Parts;
using StorePush.LoadBench.Results;

IPart[] all = [new ThroughputPart(), new LatencyPart()];

var parts = new Argument<string[]>("parts") { Description = "What to measure; all of it when nothing is given", Arity = ArgumentArity.ZeroOrMore };
parts.AcceptOnlyFromAmong([.. all.Select(part => part.Name)]);
var warmUp = new Option<int?>("--warm-up") { Description = "Seconds of load before anything is measured; 60 when not given" };
var measure = new Option<int?>("--measure") { Description = "Seconds that each load is measured; 60 when not given" };
var quick = new Option<bool>("--quick") { Description = "10 seconds of each: shows that it works, and little else" };
var edges = new Option<int>("--edges") { Description = "Edge processes", DefaultValueFactory = _ => 1 };
var name = new Option<string>("--name") { Description = "What the result is called", DefaultValueFactory = _ => "last" };
var compare = new Option<FileInfo?>("--compare") { Description = "An earlier result, to print ratios" };

var command = new RootCommand("Measures StorePush as it runs in production, on this machine. Results: artifacts/bench/<name>.json.")
{
    parts, warmUp, measure, quick, edges, name, compare,
};
command.SetAction(async (parsed, stop) =>
{
    var seconds = parsed.GetValue(quick) ? 10 : 60;
    var settings = new BenchSettings(
        TimeSpan.FromSeconds(parsed.GetValue(warmUp) ?? seconds),
        TimeSpan.FromSeconds(parsed.GetValue(measure) ?? seconds),
        parsed.GetValue(edges));
    var saved = parsed.GetValue(compare) is { } file ? await BenchResult.ReadAsync(file.FullName, stop) : null;
    var wanted = parsed.GetValue(parts) ?? [];
    var measured = new Dictionary<string, Dictionary<string, double>>();
    await using (var bench = new Bench(settings))
    {
        foreach (var part in all.Where(part => wanted.Length == 0 || wanted.Contains(part.Name)))
        {
            Bench.Say(part.Name);
            var figures = new Figures();
            await part.MeasureAsync(bench, figures, stop);
            measured[part.Name] = figures;
        }
    }

    var result = new BenchResult(parsed.GetRequiredValue(name), TimeProvider.System.GetUtcNow(), settings, measured);
    await result.WriteAsync(Path.Combine("artifacts", "bench", $"{result.Name}.json"), stop);
    await Console.Out.WriteLineAsync(ResultTable.Of(result, saved));
});
return await command.Parse(args).InvokeAsync();
