using System.Diagnostics;

namespace StorePush.Contracts.Tests.Observability;

/// <summary>What Prometheus' own tool says of the files, where it is installed (Debian: the package <c>prometheus</c>).</summary>
public sealed class PromtoolTests
{
    private const string Tool = "promtool";

    private static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Tool)));

    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    public async Task Prometheus_takes_the_files(params string[] arguments)
    {
        Assert.SkipUnless(IsInstalled, $"{Tool} is not installed.");
        using var process = Process.Start(new ProcessStartInfo(Tool, arguments)
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
}
