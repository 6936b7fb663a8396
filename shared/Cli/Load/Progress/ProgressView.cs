using Spectre.Console;
using Spectre.Console.Rendering;

namespace StorePush.Cli.Load.Progress;

/// <summary>
/// Shows how far a load is, on the error output, because the report goes to the other: a live table, or a line now and then.
/// </summary>
internal sealed class ProgressView(LoadSession session, CommandIo io)
{
    private static readonly TimeSpan LivePace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePace = TimeSpan.FromSeconds(5);

    private (long At, int Accepted) _last = (session.Clock.GetTimestamp(), 0);

    /// <summary>Returns when <paramref name="work"/> has ended.</summary>
    public async Task ShowAsync(Task work)
    {
        if (!io.IsErrorWatched)
        {
            await RepeatAsync(LinePace, work, progress => io.Error.WriteLine(progress));
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(io.Error) });
        await console.Live(Table(LoadProgress.Of(session, 0))).AutoClear(true).StartAsync(
            screen => RepeatAsync(LivePace, work, progress => screen.UpdateTarget(Table(progress))));
    }

    private async Task RepeatAsync(TimeSpan period, Task work, Action<LoadProgress> show)
    {
        using var pace = new PeriodicTimer(period, session.Clock);
        while (await Task.WhenAny(work, pace.WaitForNextTickAsync(CancellationToken.None).AsTask()) != work)
            show(Measure());
    }

    private LoadProgress Measure()
    {
        var now = session.Clock.GetTimestamp();
        var accepted = LoadProgress.AcceptedIn(session.Ledger);
        var perSecond = (accepted - _last.Accepted) / Math.Max(session.Clock.GetElapsedTime(_last.At, now).TotalSeconds, 0.001);
        _last = (now, accepted);
        return LoadProgress.Of(session, perSecond);
    }

    private static Rows Table(LoadProgress progress)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(progress.Phase) };
        table.AddColumns("connected", "accepted", "accepted/s", "in flight", "received", "settled", "p99 received");
        table.AddRow(
            $"{progress.Connected} / {progress.Devices}",
            $"{progress.Accepted}",
            $"{progress.AcceptedPerSecond:0}",
            $"{progress.InFlight}",
            $"{progress.Received}",
            $"{progress.Settled}",
            progress.P99 is { } p99 ? $"{p99:0.0} ms" : "-");
        IRenderable reason = progress.LastReason is { } text ? new Markup($"[grey]{Markup.Escape(text)}[/]") : new Text("");
        return new Rows(table, reason);
    }
}
