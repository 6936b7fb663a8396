using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>What an operating system tells a process.</summary>
public static class Signals
{
    /// <summary>Asks a process to end (SIGTERM), as an operator, a container engine or a service manager does.</summary>
    public static async Task TerminateAsync(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        kill.ExitCode.ShouldBe(0);
    }
}
