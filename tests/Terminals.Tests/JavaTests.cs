using StorePush.Terminals.Tests.Running;
using StorePush.Terminals.Tests.Runtimes;

namespace StorePush.Terminals.Tests;

public sealed class JavaTests(OwnServer own, HastyServer hasty) : ProcessSpecification(own, hasty), IClassFixture<OwnServer>
{
    /// <summary>It compiles itself at every start, and is done before any optimization would pay.</summary>
    private static readonly string[] QuickToStart = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

    private protected override async Task<IRunningTerminal> StartAsync(Settings settings) =>
        ProcessTerminal.Start(settings, await Runtime.Java.RequireAsync(), [.. QuickToStart, Example.PathOf("java", "Terminal.java")]);
}
