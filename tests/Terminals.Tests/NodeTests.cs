using StorePush.Terminals.Tests.Running;
using StorePush.Terminals.Tests.Runtimes;

namespace StorePush.Terminals.Tests;

public sealed class NodeTests(OwnServer own, HastyServer hasty) : ProcessSpecification(own, hasty), IClassFixture<OwnServer>
{
    private protected override async Task<IRunningTerminal> StartAsync(Settings settings) =>
        ProcessTerminal.Start(settings, await Runtime.Node.RequireAsync(), Example.PathOf("node", "terminal.mjs"));
}
