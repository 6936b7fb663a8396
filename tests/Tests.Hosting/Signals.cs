using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>What an operating system tells a process.</summary>
public static class Signals
{
    /// <summary>Asks a process to end (SIGTERM), as an operator, a container engine or a service manager does.</summary>
    public static Task TerminateAsync(Process process) => SendAsync("-TERM", process);

    /// <summary>Lets a process stand still (SIGSTOP), as a machine does that has no processor to give.</summary>
    public static Task FreezeAsync(Process process) => SendAsync("-STOP", process);

    /// <summary>Lets it go on.</summary>
    public static Task ThawAsync(Process process) => SendAsync("-CONT", process);

    private static async Task SendAsync(string signal, Process process)
    {
        ArgumentNullException.ThrowIfNull(process);

        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        kill.ExitCode.ShouldBe(0);
    }
}
