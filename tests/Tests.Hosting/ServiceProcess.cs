using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>A service as a process of its own, as <c>dotnet run</c> starts it, so that the test can kill it.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string PublishedVariable = "STOREPUSH_TEST_PUBLISHED";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServiceProcess(Process process, Uri url)
    {
        (_process, Url) = (process, url);
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url { get; }

    /// <summary>What the system calls it.</summary>
    public int Id => _process.Id;

    /// <summary>What the process has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The most memory that the process ever used, in bytes; 0 when it has ended.</summary>
    public long PeakWorkingSet
    {
        get
        {
            if (_process.HasExited)
                return 0;

            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts a service on a free port and waits until it is ready.</summary>
    /// <param name="name">The name of its project.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">What it is configured with.</param>
    public static Task<ServiceProcess> StartAsync(
        string name, string directory, params (string Key, string Value)[] environment) =>
        StartAsync(name, directory, new Uri($"http://127.0.0.1:{FreePort()}"), environment);

    /// <summary>Starts a service where another one may have listened before, and waits until it is ready.</summary>
    /// <param name="name">The name of its project.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="environment">What it is configured with.</param>
    public static Task<ServiceProcess> StartAsync(
        string name, string directory, Uri url, params (string Key, string Value)[] environment) =>
        StartAsync(
            new ProcessStartInfo("dotnet", Path.Combine(Binaries(name), $"{name}.dll")) { WorkingDirectory = directory },
            url,
            [("ASPNETCORE_URLS", url.ToString()), .. environment]);

    /// <summary>Starts any process that says at <c>/health/ready</c> when it is ready, and waits until it is.</summary>
    /// <param name="start">What runs.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="environment">What it is configured with.</param>
    public static async Task<ServiceProcess> StartAsync(
        ProcessStartInfo start, Uri url, params (string Key, string Value)[] environment)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var (key, value) in environment)
            start.Environment[key] = value;

        var process = new ServiceProcess(new Process { StartInfo = start }, url);
        await process.WaitUntilReadyAsync();
        return process;
    }

    /// <summary>Ends the process without a chance to do anything (kill -9).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Lets the process stand still.</summary>
    public Task FreezeAsync() => Signals.FreezeAsync(_process);

    /// <summary>Lets the process go on.</summary>
    public Task ThawAsync() => Signals.ThawAsync(_process);

    /// <summary>Asks the process to end, and waits until it has.</summary>
    /// <param name="longerLimit">For one that has devices to send away before.</param>
    public async Task StopAsync(TimeSpan? longerLimit = null)
    {
        await Signals.TerminateAsync(_process);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(longerLimit ?? Bounded.Limit, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        await Bounded.UntilAsync(async () =>
        {
            _process.HasExited.ShouldBeFalse(Output);
            try
            {
                using var response = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>Built beside the tests, in the same configuration, or published where the variable says.</summary>
    private static string Binaries(string name)
    {
        if (Environment.GetEnvironmentVariable(PublishedVariable) is { Length: > 0 } published)
            return Path.Combine(published, name);

        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, name, own.Name);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
