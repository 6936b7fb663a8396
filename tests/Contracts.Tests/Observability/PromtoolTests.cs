using System.Diagnostics;

namespace StorePush.Contracts.Tests.Observability;

/// <summary>What Prometheus' own tool says of the files. <c>test.sh</c> gets it where it is missing.</summary>
public sealed class PromtoolTests
{
    private const string Variable = "STOREPUSH_TEST_PROMTOOL";

    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    public async Task Prometheus_takes_the_files(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Require(), arguments)
        {
            WorkingDirectory = Path.Combine(ObservabilityFiles.Folder, "prometheus"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, output + await error);
    }

    /// <summary>Where there is none the test is skipped, or fails on a build server, whose green must mean all of it.</summary>
    private static string Require()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        var command = string.IsNullOrEmpty(given) ? OnPath("promtool") : given;
        if (command is null && Environment.GetEnvironmentVariable("CI") is not (null or "" or "false"))
            Assert.Fail("promtool is missing.");

        Assert.SkipWhen(command is null, "promtool is missing.");
        return command!;
    }

    private static string? OnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
}
