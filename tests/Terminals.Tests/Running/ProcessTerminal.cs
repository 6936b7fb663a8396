using System.Diagnostics;

namespace StorePush.Terminals.Tests.Running;

/// <summary>An example as a process, started as its page says.</summary>
internal sealed class ProcessTerminal : IRunningTerminal
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("storepush-terminal-");
    private readonly Process _process;

    private ProcessTerminal(string command, string[] arguments, Settings settings)
    {
        File.WriteAllText(TokenFile, settings.Token);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(command, arguments)
            {
                WorkingDirectory = _directory.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["URL"] = settings.Url.GetLeftPart(UriPartial.Authority),
                    ["STORE"] = settings.StoreId,
                    ["DEVICE"] = settings.DeviceId,
                    ["TOKEN_FILE"] = TokenFile,
                    ["ACK"] = settings.Acks ? "yes" : "no",
                },
            },
        };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public OutputLines Lines { get; } = new();

    private string TokenFile => Path.Combine(_directory.FullName, "token");

    public static ProcessTerminal Start(Settings settings, string command, params string[] arguments) => new(command, arguments, settings);

    /// <summary>Replaces the file in one step, so that no half of a token is read.</summary>
    public async Task GiveTokenAsync(string token)
    {
        var written = Path.Combine(_directory.FullName, "next");
        await File.WriteAllTextAsync(written, token, TestContext.Current.CancellationToken);
        File.Move(written, TokenFile, overwrite: true);
    }

    public async Task GivenUpAsync()
    {
        await EndedAsync();
        _process.ExitCode.ShouldBe(1, Lines.ToString());
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task TerminateAsync()
    {
        await Signals.TerminateAsync(_process);
        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private Task EndedAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();

    private void Add(string? line)
    {
        if (line is not null)
            Lines.Add(line);
    }
}
