using System.Diagnostics;

namespace StorePush.Deployment.Tests.Kustomizations;

/// <summary>The command that puts kustomizations together. It needs no cluster for that.</summary>
internal static class Kubectl
{
    private const string Variable = "STOREPUSH_TEST_KUBECTL";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>What a folder with a kustomization amounts to.</summary>
    public static async Task<string> KustomizeAsync(string folder)
    {
        var start = new ProcessStartInfo(Require(), ["kustomize", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);

        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }

    /// <summary>Where there is none the test is skipped, or fails on a build server, whose green must mean all of it.</summary>
    private static string Require()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        var command = string.IsNullOrEmpty(given) ? OnPath("kubectl") : given;
        if (command is null && Environment.GetEnvironmentVariable("CI") is not (null or "" or "false"))
            Assert.Fail("kubectl is missing.");

        Assert.SkipWhen(command is null, "kubectl is missing.");
        return command!;
    }

    private static string? OnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
}
