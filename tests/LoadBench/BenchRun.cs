using StorePush.Cli;
using StorePush.LoadBench.Parts;
using StorePush.LoadBench.Results;

namespace StorePush.LoadBench;

/// <summary>Measures one part after the other, and keeps and shows what was measured.</summary>
internal static class BenchRun
{
    /// <summary>What was measured before a part fails, or before somebody ends the run, took minutes: it is kept, too.</summary>
    /// <returns>The exit code; not 0 when a part could not be measured.</returns>
    public static async Task<int> RunAsync(
        string name, BenchSettings settings, IReadOnlyList<IPart> parts, BenchResult? saved, CancellationToken stop)
    {
        var measured = new Dictionary<string, Dictionary<string, double>>();
        var failure = await MeasureAsync(settings, parts, measured, stop);
        if (measured.Values.Any(figures => figures.Count > 0))
        {
            var result = new BenchResult(name, TimeProvider.System.GetUtcNow(), settings, measured);
            await Console.Out.WriteLineAsync(ResultTable.Of(result, saved));
            if (saved is not null && saved.Settings != settings)
                await Console.Out.WriteLineAsync($"{saved.Name} was measured otherwise, so the ratios say little: {saved.Settings}");
            await result.WriteAsync(Path.Combine("artifacts", "bench", $"{name}.json"), CancellationToken.None);
        }

        if (failure is null)
            return 0;

        await Console.Error.WriteLineAsync(failure is CommandException ? failure.Message : failure.ToString());
        return failure is CommandException { ExitCode: var code } ? code : ExitCodes.Failed;
    }

    private static async Task<Exception?> MeasureAsync(
        BenchSettings settings, IReadOnlyList<IPart> parts, Dictionary<string, Dictionary<string, double>> measured, CancellationToken stop)
    {
        try
        {
            await using var bench = new Bench(settings);
            foreach (var part in parts)
            {
                Bench.Say(part.Name);
                var figures = new Figures();
                measured[part.Name] = figures;
                await part.MeasureAsync(bench, figures, stop);
                if (stop.IsCancellationRequested)
                {
                    // A load that is ended tells of what it did until then, as if that had been all.
                    measured.Remove(part.Name);
                    stop.ThrowIfCancellationRequested();
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new CommandException("Ended before everything was measured.");
        }
#pragma warning disable CA1031 // Whatever it is, it is told after what was measured before.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }
}
