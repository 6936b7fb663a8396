using Microsoft.Extensions.Options;
using StorePush.Hosting;

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
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        tunnels.Announce();
        await Task.Delay(options.Value.DrainNotice, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        tunnels.Close();
        var open = tunnels.All;
        if (open.Count == 0)
            return;

        Log.Draining(logger, open.Count);
        await Pacing.OneByOneAsync(open, options.Value.DrainPeriod, tunnel => tunnel.Abort(), clock, cancellationToken);
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
