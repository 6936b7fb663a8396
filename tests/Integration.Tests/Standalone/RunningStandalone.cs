namespace StorePush.Integration.Tests.Standalone;

/// <summary>One Standalone for the tests of a class.</summary>
public sealed class RunningStandalone : IAsyncLifetime
{
    private StandaloneProcess? _process;

    internal Uri Url => _process!.Url;

    internal Platform Platform => _process!.Platform;

    public async ValueTask InitializeAsync() => _process = await StandaloneProcess.StartAsync();

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
