using System.ComponentModel;
using System.Diagnostics;

namespace StorePush.Terminals.Tests.Runtimes;

/// <summary>A program that runs an example.</summary>
/// <param name="name">What it is called in front of people.</param>
/// <param name="commands">How it may be called on this machine, if no variable says it.</param>
/// <param name="probe">Arguments with which it ends well only if it can run the example.</param>
internal sealed class Runtime(string name, string[] commands, string[] probe)
{
    public static readonly Runtime Node = new(
        "Node", ["node"], ["--input-type=module", "-e", "await import(process.argv[1])", Example.PathOf("node", "node_modules", "ws", "wrapper.mjs")]);

    public static readonly Runtime Python = new("Python", ["python3", "/usr/bin/python3"], ["-c", "import websockets.asyncio.client"]);

    public static readonly Runtime Java = new("Java", ["java"], ["--add-modules", "jdk.compiler", "-version"]);

    public static readonly Runtime Chromium = new("Chromium", ["chromium", "chromium-browser", "google-chrome"], ["--version"]);

    private Task<string?>? _command;

    /// <summary>The command. Where there is none the test is skipped, or fails on a build server, whose green must mean all of it.</summary>
    public async Task<string> RequireAsync()
    {
        var command = await (_command ??= FindAsync(name, commands, probe));
        if (command is null && Environment.GetEnvironmentVariable("CI") is not (null or "" or "false"))
            Assert.Fail($"{name} is missing.");

        Assert.SkipWhen(command is null, $"{name} is missing.");
        return command!;
    }

    private static async Task<string?> FindAsync(string name, string[] commands, string[] probe)
    {
        var given = Environment.GetEnvironmentVariable($"STOREPUSH_TEST_{name.ToUpperInvariant()}");
        foreach (var command in string.IsNullOrEmpty(given) ? commands : [given])
        {
            if (OnPath(command) is { } path && await EndsWellAsync(path, probe))
                return path;
        }

        return null;
    }

    /// <summary>Where a command is, as not everything that starts one looks for it.</summary>
    private static string? OnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);

    private static async Task<bool> EndsWellAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Bounded.Limit);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // Nothing that this machine can run.
        }
    }
}
