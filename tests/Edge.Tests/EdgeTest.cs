using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

/// <summary>Tests of one edge with its defaults.</summary>
public abstract class EdgeTest : IAsyncLifetime
{
    internal EdgeProcess Edge { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Edge = await EdgeProcess.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Edge.DisposeAsync();
    }
}
