using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace StorePush.Cli.Tests;

/// <summary>The tool as a user runs it: a process of its own.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = new();

    private ToolProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                _lines.Writer.TryComplete();
            else
                _lines.Writer.TryWrite(line.Data);
        };
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <remarks>Who ignores Ctrl+C, such as a job in the background of a script, hands that on to all that it starts.</remarks>
    public static ToolProcess Start(Uri url, params string[] args) => OperatingSystem.IsLinux()
        ? Start(url, "env", ["--default-signal=INT", "dotnet", Dll, .. args])
        : Start(url, "dotnet", [Dll, .. args]);

    /// <summary>
    /// The tool, whose output a shell command reads and then closes, which is told as "closed" among the errors; "exit" and the tool's exit
    /// code come there too.
    /// </summary>
    public static ToolProcess StartPiped(Uri url, string reader, params string[] args) => Start(
        url,
        "sh",
        ["-c", $$"""{ dotnet "$@"; echo "exit $?" >&2; } | { {{reader}}; exec <&-; echo closed >&2; }""", "sh", Dll, .. args]);

    private static string Dll
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "Cli", own.Name, "StorePush.Cli.dll");
        }
    }

    private static ToolProcess Start(Uri url, string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["STOREPUSH_URL"] = url.ToString();
        start.Environment["STOREPUSH_SIGNING_KEY"] = TestToken.SigningKey;
        return new ToolProcess(new Process { StartInfo = start });
    }

    /// <summary>What it has said of errors so far.</summary>
    public string Error => string.Join('\n', _errors);

    /// <summary>The next line that holds a text; those before it are passed over.</summary>
    public async Task<string> LineAsync(string part)
    {
        while (true)
        {
            var line = await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }
    }

    public Task ErrorAsync(string part) => Bounded.UntilAsync(() => Task.FromResult(Error.Contains(part, StringComparison.Ordinal)));

    public async Task PressAsync(string key)
    {
        await _process.StandardInput.WriteLineAsync(key);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end, as a supervisor does.</summary>
    public Task TerminateAsync() => SignalAsync("-TERM");

    /// <summary>Ctrl+C.</summary>
    public Task InterruptAsync() => SignalAsync("-INT");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
