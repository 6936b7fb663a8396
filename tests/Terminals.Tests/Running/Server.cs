namespace StorePush.Terminals.Tests.Running;

/// <summary>A server for several tests, each with a store of its own. It starts when the first of them asks for it.</summary>
public class Server(params (string Key, string Value)[] environment) : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private StandaloneProcess? _process;

    public async Task<StandaloneProcess> GetAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _process ??= await StandaloneProcess.StartAsync(environment);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is not null)
            await _process.DisposeAsync();
        _starting.Dispose();
    }
}
