using System.Diagnostics;
using System.Globalization;

namespace StorePush.Tests.Common.Servers;

/// <summary>A server's container, for what a test may do to it. Its ports and its data stay whatever happens.</summary>
public sealed class ServerContainer
{
    private readonly string _id;

    internal ServerContainer(string id) => _id = id;

    /// <summary>Ends the server as a power cut does (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellationToken) => DockerAsync(cancellationToken, "kill", _id);

    /// <summary>Stops the server in an orderly way.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => DockerAsync(cancellationToken, "stop", "--time", "20", _id);

    /// <summary>Starts the server again; it answers some time later.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => DockerAsync(cancellationToken, "start", _id);

    /// <summary>Freezes the server: its connections stay open and say nothing.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => DockerAsync(cancellationToken, "pause", _id);

    /// <summary>Lets a frozen server go on.</summary>
    public Task UnpauseAsync(CancellationToken cancellationToken) => DockerAsync(cancellationToken, "unpause", _id);

    /// <summary>Runs a command beside the server and returns what it wrote.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="command">The command with its arguments.</param>
    public Task<string> RunAsync(CancellationToken cancellationToken, params string[] command) =>
        DockerAsync(cancellationToken, ["exec", _id, .. command]);

    /// <summary>The first of its processes, as this machine calls it.</summary>
    public async Task<int> GetProcessIdAsync(CancellationToken cancellationToken) => int.Parse(
        await DockerAsync(cancellationToken, "inspect", "--format", "{{ .State.Pid }}", _id), CultureInfo.InvariantCulture);

    /// <summary>Where it is without the proxy that holds its published ports, which costs more than some of what is measured.</summary>
    public async Task<string> GetAddressAsync(CancellationToken cancellationToken) =>
        (await DockerAsync(cancellationToken, "inspect", "--format", "{{ .NetworkSettings.IPAddress }}", _id)).Trim();

    private static async Task<string> DockerAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = docker.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await docker.StandardError.ReadToEndAsync(cancellationToken);
        await docker.WaitForExitAsync(cancellationToken);
        return docker.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {error}");
    }
}
