namespace StorePush.Terminals.Tests.Running;

/// <summary>An example that runs.</summary>
internal interface IRunningTerminal : IAsyncDisposable
{
    OutputLines Lines { get; }

    /// <summary>Puts a token where the example fetches its next one.</summary>
    Task GiveTokenAsync(string token);

    /// <summary>Waits until it has given up by itself.</summary>
    Task GivenUpAsync();
}
