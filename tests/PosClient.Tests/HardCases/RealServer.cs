namespace StorePush.Pos.Tests.HardCases;

/// <summary>One StorePush for the tests of a class, which keep apart by their stores.</summary>
public sealed class RealServer : IAsyncLifetime
{
    /// <summary>Short, so that a test sees two of them; longer than the slowest network takes to and fro.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    public StandaloneProcess Standalone { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Standalone = await StandaloneProcess.StartAsync(
            ("Edge__HeartbeatSeconds", "5"), ("Delivery__PushIntervals", "00:00:01,00:00:05"), ("Delivery__SweepInterval", "00:00:00.1"));

    public ValueTask DisposeAsync() => Standalone.DisposeAsync();
}
