using System.Threading.Channels;
using Spectre.Console;

namespace StorePush.Cli.Terminals;

/// <summary>A terminal with a screen and keys.</summary>
internal sealed class PosLive(
    PosSession session, string title, IAnsiConsole console, ChannelReader<ConsoleKeyInfo> keys, TimeProvider clock)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private int _selected;

    /// <param name="running">Ends when the session has ended; the screen with it.</param>
    /// <param name="quit">What <c>q</c> does.</param>
    public Task ShowAsync(Task running, Action quit) =>
        console.Live(Draw()).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async screen =>
        {
            using var pace = new PeriodicTimer(Pace, clock);
            while (!running.IsCompleted && await pace.WaitForNextTickAsync(CancellationToken.None))
            {
                while (keys.TryRead(out var key))
                    Press(key, quit);

                var news = News();
                screen.UpdateTarget(Draw());
                news.ForEach(session.Shown);
            }
        });

    private List<PosEvent> News()
    {
        var news = new List<PosEvent>();
        while (session.Events.TryRead(out var happened))
            news.Add(happened);
        return news;
    }

    private Spectre.Console.Rendering.IRenderable Draw()
    {
        var picture = session.Board.Picture();
        _selected = Math.Clamp(_selected, 0, Math.Max(0, picture.Ringing.Count - 1));
        return PosScreen.Draw(title, picture, _selected, console.Profile.Height, clock.GetUtcNow());
    }

    private void Press(ConsoleKeyInfo key, Action quit)
    {
        switch (key.Key)
        {
            case ConsoleKey.A:
                session.Acknowledge(_selected);
                break;
            case ConsoleKey.H:
                session.ToggleHold();
                break;
            case ConsoleKey.Q:
                quit();
                break;
            case ConsoleKey.UpArrow:
                _selected--;
                break;
            case ConsoleKey.DownArrow:
                _selected++;
                break;
        }
    }
}
