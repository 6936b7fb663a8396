using Microsoft.Extensions.Options;
using StorePush.Edge.Connections;
using StorePush.Edge.Sockets;
using StorePush.Hosting;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Edge.Drain;

/// <summary>
/// Empties the process before it stops: nobody is let in, and the devices are sent away one after the other at an even pace, so that
/// the other edges take them over without a storm.
/// </summary>
/// <remarks>Runs before the web server and the bus stop, so that every disconnect is still reported.</remarks>
internal sealed partial class EdgeDrain(
    Admission admission,
    ConnectionRegistry registry,
    IOptions<EdgeOptions> options,
    TimeProvider clock,
    ILogger<EdgeDrain> logger) : IHostedLifecycleService
{
    /// <summary>The drain itself is what keeps them apart. A store all of whose devices are away hears nothing meanwhile.</summary>
    private const int MaxReconnectAfterMs = 500;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        admission.Close();
        DeviceConnection[] connections = [.. registry.All];
        if (connections.Length == 0)
            return;

        Log.Draining(logger, connections.Length);
        await Pacing.OneByOneAsync(connections, options.Value.DrainPeriod, SendAway, clock, cancellationToken);
        await WaitUntilGoneAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Tells a device to come back soon, and closes its connection.</summary>
    public static void SendAway(DeviceConnection connection)
    {
#pragma warning disable CA5394 // Spreads devices; nobody gains by guessing it.
        var afterMs = Random.Shared.Next(MaxReconnectAfterMs);
#pragma warning restore CA5394
        connection.Send(new ReconnectFrame { AfterMs = afterMs }, ProtocolJson.Default.ReconnectFrame);
        connection.Close(CloseCode.Restart);
    }

    private async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        while (registry.Count > 0
            && clock.GetElapsedTime(startedAt) < options.Value.CloseTimeout
            && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Pace, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Draining {Connections} connections")]
        public static partial void Draining(ILogger logger, int connections);
    }
}
