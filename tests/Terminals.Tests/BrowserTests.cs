using StorePush.Terminals.Tests.Running;

namespace StorePush.Terminals.Tests;

public sealed class BrowserTests(OwnServer own, HastyServer hasty, Chromium chromium)
    : TerminalSpecification(own, hasty), IClassFixture<OwnServer>
{
    private readonly OwnServer _own = own;

    private protected override string Refused => "closed 1006";

    [Fact]
    public async Task An_order_is_acked_when_a_person_takes_it()
    {
        var server = await _own.GetAsync();
        var terminal = (BrowserTerminal)await ConnectAsync(server.Url, acks: false);
        var id = await server.Platform.PlaceAsync(Store, "1001");
        await terminal.Lines.NextAsync($"ringing {id}");
        (await server.Platform.GetMessageAsync(id)).GetProperty("status").GetString().ShouldBe("pending");

        await terminal.TakeAsync();

        await terminal.Lines.NextAsync($"acked {id}");
    }

    private protected override async Task<IRunningTerminal> StartAsync(Settings settings) =>
        await BrowserTerminal.StartAsync(await chromium.NewPageAsync(), settings);
}
