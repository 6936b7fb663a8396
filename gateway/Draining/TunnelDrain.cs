using Microsoft.Extensions.Options;

namespace StorePush.Gateway.Draining;

/// <summary>
/// Cuts the sockets one after the other before the process stops. A gateway does not speak WebSocket, so it can't send a close frame
/// and an <c>afterMs</c> as an edge does; but it can keep thousands of devices from coming back within the same second.
/// </summary>
/// <remarks>
/// Runs before the web server stops. Until then calls are answered, while readiness is off. New sockets are let in for as long as load
/// balancers may take to notice that, and then refused: who comes back from one gateway that stops must not stand before it again.
/// </remarks>
internal sealed partial class TunnelDrain(
    Tunnels tunnels, IOptions<GatewayOptions> options, TimeProvider clock, ILogger<TunnelDrain> logger) : IHostedLifecycleService
{
    /// <summary>A few sockets need no pace.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        tunnels.Announce();
        if (options.Value.DrainNotice > TimeSpan.Zero)
            await Task.Delay(options.Value.DrainNotice, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        tunnels.Close();
        var open = tunnels.All;
        if (open.Count == 0)
            return;

        Log.Draining(logger, open.Count);
        var pause = TimeSpan.FromTicks(Math.Min(options.Value.DrainPeriod.Ticks / open.Count, MaxPause.Ticks));
        var startedAt = clock.GetTimestamp();
        for (var cut = 0; cut < open.Count; cut++)
        {
            // By the clock, not by adding up pauses: timers are too coarse for thousands of short ones.
            var early = (pause * cut) - clock.GetElapsedTime(startedAt);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            open[cut].Abort();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Draining {Sockets} sockets")]
        public static partial void Draining(ILogger logger, int sockets);
    }
}
