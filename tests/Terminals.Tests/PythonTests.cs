using StorePush.Terminals.Tests.Running;
using StorePush.Terminals.Tests.Runtimes;

namespace StorePush.Terminals.Tests;

public sealed class PythonTests(OwnServer own, HastyServer hasty) : ProcessSpecification(own, hasty), IClassFixture<OwnServer>
{
    private protected override async Task<IRunningTerminal> StartAsync(Settings settings) =>
        ProcessTerminal.Start(settings, await Runtime.Python.RequireAsync(), Example.PathOf("python", "terminal.py"));
}
