namespace StorePush.Console.Tests.Running;

/// <summary>Standalone as a laptop runs it at first: with no settings at all, and so with a key of this run.</summary>
public sealed class DemoServer : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("storepush-").FullName;
    private readonly SemaphoreSlim _starting = new(1);
    private ServiceProcess? _process;

    public async Task<Uri> GetAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return (_process ??= await ServiceProcess.StartAsync("Standalone", _directory)).Url;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _starting.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
