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

    public static ToolProcess Start(Uri url, params string[] args)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var tool = Path.Combine(own.Parent!.Parent!.FullName, "Cli", own.Name, "StorePush.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [tool, .. args])
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

    public async Task PressAsync(string key)
    {
        await _process.StandardInput.WriteLineAsync(key);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end, as a supervisor does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
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
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
