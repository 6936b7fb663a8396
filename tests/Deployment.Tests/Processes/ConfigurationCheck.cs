using System.Diagnostics;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests.Processes;

/// <summary>Asks a service, as the image starts it, whether it would take the configuration of its manifest.</summary>
internal static class ConfigurationCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<(int Code, string Output, string Errors)> RunAsync(Workload workload)
    {
        using var secrets = new MountedSecrets(Configuration.SecretsOf(workload));
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, workload.Service, own.Name, $"{workload.Service}.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--check-config"])
        {
            WorkingDirectory = secrets.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in workload.Environment)
            start.Environment[name] = name == "STOREPUSH_SECRETS" ? secrets.Path : value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        return (process.ExitCode, await output, await errors);
    }
}
