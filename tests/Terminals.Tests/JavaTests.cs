using StorePush.Terminals.Tests.Running;
using StorePush.Terminals.Tests.Runtimes;

namespace StorePush.Terminals.Tests;

public sealed class JavaTests(OwnServer own, HastyServer hasty) : ProcessSpecification(own, hasty), IClassFixture<OwnServer>
{
    private protected override async Task<IRunningTerminal> StartAsync(Settings settings) =>
        ProcessTerminal.Start(await Runtime.Java.RequireAsync(), Example.PathOf("java", "Terminal.java"), settings);
}
