using System.Diagnostics;

namespace StorePush.Contracts.Tests.Configuration;

/// <summary>A service that ends by itself.</summary>
internal static class ServiceCommand
{
    /// <summary>Runs it, and waits for its end.</summary>
    /// <param name="service">The name of its project.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">What it is configured with.</param>
    /// <param name="arguments">Its command line.</param>
    /// <returns>The exit code, and what it wrote.</returns>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string service, string directory, IEnumerable<(string Key, string Value)> environment, params string[] arguments)
    {
        // The services are built beside the tests, in the same configuration.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, service, own.Name, $"{service}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;

        using var process = System.Diagnostics.Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
