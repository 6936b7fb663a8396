using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using StorePush.Cli.Options;
using StorePush.Pos;

namespace StorePush.Cli.Terminals;

/// <summary>Draws a terminal.</summary>
internal static class PosScreen
{
    private const int RowsBesides = 12;

    /// <param name="title">Which terminal it is.</param>
    /// <param name="picture">What it shows.</param>
    /// <param name="selected">The place of the message that a key would acknowledge.</param>
    /// <param name="height">The lines that there are.</param>
    /// <param name="now">The time.</param>
    public static IRenderable Draw(string title, PosPicture picture, int selected, int height, DateTimeOffset now)
    {
        var rows = Math.Max(4, height - RowsBesides);
        var ringingRows = Math.Clamp(picture.Ringing.Count, 1, rows * 2 / 3);
        return new Rows(
            Header(title, picture, now),
            Ringing(picture, selected, ringingRows, now),
            Finished(picture, Math.Max(1, rows - ringingRows)),
            new Markup("[grey]a[/] acknowledge  [grey]up/down[/] choose  [grey]h[/] hold on/off  [grey]q[/] quit"));
    }

    private static Panel Header(string title, PosPicture picture, DateTimeOffset now)
    {
        var state = picture.State switch
        {
            ConnectionState.Connected => "[green]connected[/]",
            ConnectionState.Waiting when picture.RetryAt is { } at =>
                $"[yellow]waiting, next attempt in {Durations.ToText(at > now ? at - now : TimeSpan.Zero)}[/]",
            ConnectionState.Connecting => "[yellow]connecting[/]",
            _ => "[red]stopped[/]",
        };
        var acks = picture.IsHolding ? "[yellow]held: you acknowledge[/]" : "at once";
        var text = $"{state}   acknowledgements {acks}";
        if (picture.Reason is { } reason && picture.State != ConnectionState.Connected)
            text += $"\n[grey]{Markup.Escape(reason)}[/]";
        return new Panel(new Markup(text)) { Header = new PanelHeader($" {Markup.Escape(title)} "), Expand = true };
    }

    private static Table Ringing(PosPicture picture, int selected, int rows, DateTimeOffset now)
    {
        var table = Table($"ringing: {picture.Ringing.Count}", "", "order", "kind", "age", "push", "message");

        // The selected row stays in sight, however long the list is.
        var first = Math.Max(0, selected - rows + 1);
        foreach (var (order, place) in picture.Ringing.Select((order, place) => (order, place)).Skip(first).Take(rows))
        {
            table.AddRow(
                order.IsAcknowledging ? "…" : place == selected ? ">" : " ",
                Markup.Escape($"{order.Message.Platform} {order.Message.OrderId}"),
                order.Message.Kind,
                Durations.ToText(now > order.Message.AcceptedAt ? now - order.Message.AcceptedAt : TimeSpan.Zero),
                order.Push.ToString(CultureInfo.InvariantCulture),
                order.Message.Id.ToString());
        }

        return table;
    }

    private static Table Finished(PosPicture picture, int rows)
    {
        var table = Table($"settled: {picture.Settled}", "at", "order", "kind", "outcome");
        foreach (var order in picture.Finished.Take(rows))
        {
            table.AddRow(
                order.At.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                Markup.Escape($"{order.Message.Platform} {order.Message.OrderId}"),
                order.Message.Kind,
                Markup.Escape(order.Outcome));
        }

        return table;
    }

    private static Table Table(string title, params string[] columns)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Simple, Expand = true };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        return table;
    }
}
