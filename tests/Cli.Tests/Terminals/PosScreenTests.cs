using Spectre.Console;
using StorePush.Cli.Terminals;
using StorePush.Pos;
using StorePush.Protocol;

namespace StorePush.Cli.Tests.Terminals;

public sealed class PosScreenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 15, 30, TimeSpan.Zero);

    [Fact]
    public void It_shows_the_connection_and_what_rings()
    {
        var picture = new PosPicture(
            ConnectionState.Waiting,
            "The connection was lost: [reset]",
            Now.AddSeconds(3),
            IsHolding: true,
            [new RingingOrder(Order("1001"), 2, 0), new RingingOrder(Order("1002"), 1, 0)],
            [new FinishedOrder(Order("1000"), "delivered to till-2", Now)],
            Settled: 17);

        var screen = Draw(picture, selected: 1);

        screen.ShouldContain("waiting, next attempt in 3 s");
        screen.ShouldContain("The connection was lost: [reset]");
        screen.ShouldContain("ringing: 2");
        screen.ShouldContain("> ");
        screen.ShouldContain("meituan 1002");
        screen.ShouldContain("settled: 17");
        screen.ShouldContain("delivered to till-2");
    }

    [Fact]
    public void A_long_list_shows_the_selected_message()
    {
        var ringing = Enumerable.Range(0, 100).Select(number => new RingingOrder(Order($"n{number}"), 1, 0)).ToList();

        var screen = Draw(new PosPicture(ConnectionState.Connected, null, null, true, ringing, [], 0), selected: 80);

        screen.ShouldContain("meituan n80");
        screen.ShouldNotContain("meituan n99");
    }

    private static string Draw(PosPicture picture, int selected)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        console.Write(PosScreen.Draw("S1 / till-1", picture, selected, height: 30, Now));
        return writer.ToString();
    }

    private static OrderMessage Order(string orderId) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = MessageKinds.OrderPlaced,
        Platform = Platforms.Meituan,
        StoreId = "S1",
        OrderId = orderId,
        AcceptedAt = Now.AddSeconds(-20),
        ExpiresAt = Now.AddMinutes(30),
        Push = 1,
    };
}
