using System.Globalization;
using System.Text;
using System.Text.Json;
using StorePush.Cli.Options;

namespace StorePush.Cli.Terminals;

/// <summary>A terminal without a screen: a line per event, for logs and scripts.</summary>
internal sealed class PosLines(PosSession session, CommandIo io, bool asJson)
{
    /// <exception cref="IOException">Nobody reads the lines any more.</exception>
    public async Task WriteAsync()
    {
        await foreach (var happened in session.Events.ReadAllAsync(CancellationToken.None))
        {
            await io.Out.WriteLineAsync(asJson ? JsonSerializer.Serialize(happened, ReadableJson.Pos.PosEvent) : Line(happened));
            session.Shown(happened);
        }
    }

    /// <summary>Keys as lines, where the standard input is a pipe: a script can press them too.</summary>
    /// <param name="quit">What <c>q</c> does.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(Action quit, CancellationToken cancellationToken)
    {
        // A process in the background must not touch the keyboard.
        if (io.HasKeyboard)
            return;

        while (await io.In.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Trim() == "a")
                session.AcknowledgeNext();
            else if (line.Trim() == "h")
                session.ToggleHold();
            else if (line.Trim() == "q")
                quit();
        }
    }

    private static string Line(PosEvent happened)
    {
        var line = new StringBuilder();
        line.Append(happened.At.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append("  ").Append(happened.Event.PadRight(12));
        if (happened.MessageId is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $"  {happened.Platform} {happened.OrderId}")
                .Append(CultureInfo.InvariantCulture, $"  {happened.Kind}  push {happened.Push}  {happened.MessageId}");
        }

        if (happened.State is not null)
            line.Append("  ").Append(happened.State);
        if (happened.By is not null)
            line.Append(" to ").Append(happened.By);
        if (happened.RetryInMs is { } retryInMs)
            line.Append("  next attempt in ").Append(Durations.ToText(TimeSpan.FromMilliseconds(retryInMs)));
        foreach (var extra in new[] { happened.Reason, happened.Order?.GetRawText(), happened.Detail?.GetRawText() })
        {
            if (extra is not null)
                line.Append("  ").Append(extra.ReplaceLineEndings(" "));
        }

        return line.ToString();
    }
}
