using StorePush.Terminals.Tests.Running;

namespace StorePush.Terminals.Tests;

/// <summary>What a terminal does that is a process of its own and sees the answer to its handshake.</summary>
public abstract class ProcessSpecification(OwnServer own, HastyServer hasty) : TerminalSpecification(own, hasty)
{
    private readonly OwnServer _own = own;

    [Fact]
    public async Task A_device_with_the_token_of_another_stops()
    {
        var server = await _own.GetAsync();

        var terminal = await StartAsync(server.Url, token: StandaloneProcess.DeviceToken(Store, "till-2"));

        await terminal.Lines.NextAsync("closed 403");
        await terminal.GivenUpAsync();
    }

    [Fact]
    public async Task It_ends_when_it_is_asked_to()
    {
        var server = await _own.GetAsync();
        var terminal = (ProcessTerminal)await ConnectAsync(server.Url);

        await terminal.TerminateAsync();

        terminal.Lines.Count("").ShouldBe(1 + terminal.Lines.Count("closed 1000"), terminal.Lines.ToString());
    }
}
