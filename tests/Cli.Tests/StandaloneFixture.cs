namespace StorePush.Cli.Tests;

/// <summary>One StorePush for all tests; each test has stores of its own.</summary>
public sealed class StandaloneFixture : IAsyncLifetime
{
    private StandaloneProcess? _process;

    public Uri Url => _process!.Url;

    public Platform Platform => _process!.Platform;

    public async ValueTask InitializeAsync() => _process = await StandaloneProcess.StartAsync(

        // A device that does not read is found out soon, and has time to read why.
        ("Edge__MaxQueuedBytes", "2000000"),
        ("Edge__CloseTimeout", "00:01:00"));

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The tool in this process, with the tests' key.</summary>
    internal Task<ToolResult> RunAsync(params string[] args) => Tool.RunAsync(
        args, ("STOREPUSH_URL", Url.ToString()), ("STOREPUSH_SIGNING_KEY", TestToken.SigningKey));
}
