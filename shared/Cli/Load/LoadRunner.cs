using System.Text.Json;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Load.Progress;
using StorePush.Cli.Load.Reports;
using StorePush.Cli.Load.Scenarios;
using StorePush.Cli.Options;

namespace StorePush.Cli.Load;

/// <summary>Runs a load and reports on it.</summary>
internal static class LoadRunner
{
    /// <param name="options">What to measure.</param>
    /// <param name="target">Where.</param>
    /// <param name="jsonFile">Where the report for machines goes, <c>-</c> for the standard output; null for none.</param>
    /// <param name="io">Where the report for a person goes, and what goes on meanwhile.</param>
    /// <param name="stop">The user wants an end.</param>
    public static async Task<int> RunAsync(LoadOptions options, Target target, string? jsonFile, CommandIo io, CancellationToken stop)
    {
        DescriptorLimit.Check(options, DescriptorLimit.OfProcess());
        LoadReport report;
        await using (var session = new LoadSession(options, target, io.Clock))
        {
            await session.CheckAsync(stop);
            var running = RunAsync(session, stop);
            await new ProgressView(session, io).ShowAsync(running);
            report = ReportMaker.Make(session, await running, stop.IsCancellationRequested);
            if (session.LastRefusal is { } refusal)
                await io.Error.WriteLineAsync($"The last refusal: {refusal}");
            if (report.Connections.Stopped > 0)
                await io.Error.WriteLineAsync($"The last device that stopped: {session.Fleet.Watch.LastReason}");
        }

        await WriteAsync(report, jsonFile, io);
        return report switch
        {
            { IsInterrupted: true } => ExitCodes.Interrupted,
            { Orders: { Lost: > 0 } or { NotSettled: > 0 } } => ExitCodes.Lost,
            { Orders: { Refused: > 0 } or { Unanswered: > 0 } } => ExitCodes.Failed,
            _ => ExitCodes.Done,
        };
    }

    private static async Task<ScenarioReport> RunAsync(LoadSession session, CancellationToken stop)
    {
        ILoadScenario scenario = session.Options.Scenario switch
        {
            ScenarioNames.Replay => new ReplayScenario(),
            ScenarioNames.Storm => new StormScenario(),
            ScenarioNames.Slow => new SlowScenario(),
            _ => new SteadyScenario(),
        };
        try
        {
            return await scenario.RunAsync(session, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && session.Ledger.Measured.Counts.Accepted > 0)
        {
            return new ScenarioReport();
        }
    }

    private static async Task WriteAsync(LoadReport report, string? jsonFile, CommandIo io)
    {
        var json = JsonSerializer.Serialize(report, ReportJson.Default.LoadReport);
        if (jsonFile == "-")
        {
            await io.Out.WriteLineAsync(json);
            return;
        }

        await io.Out.WriteLineAsync(ReportText.Of(report));
        if (jsonFile is not null)
            await File.WriteAllTextAsync(jsonFile, json + Environment.NewLine, CancellationToken.None);
    }
}
