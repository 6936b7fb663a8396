namespace StorePush.Ingest.Tests;

/// <summary>Tests of an Ingest with its defaults.</summary>
public abstract class IngestTest : IAsyncLifetime
{
    internal IngestProcess Ingest { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Ingest = await IngestProcess.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Ingest.DisposeAsync();
    }
}
