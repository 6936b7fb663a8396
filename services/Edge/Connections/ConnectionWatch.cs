using Microsoft.Extensions.Options;
using StorePush.Edge.Presence;
using StorePush.Protocol;

namespace StorePush.Edge.Connections;

/// <summary>
/// Looks at every connection once a second: who is silent or takes for ever over a frame, whose token has expired, whose replay is
/// overdue. One loop for all costs less than a timer for each.
/// </summary>
internal sealed class ConnectionWatch(
    ConnectionRegistry registry, PresenceReporter presence, IOptions<EdgeOptions> options, TimeProvider clock) : BackgroundService
{
    private const int SilentHeartbeats = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var connection in registry.All)
                Look(connection);
        }
    }

    private void Look(DeviceConnection connection)
    {
        if (connection.Silence >= TimeSpan.FromSeconds(SilentHeartbeats * options.Value.HeartbeatSeconds)
            || connection.FrameAge >= options.Value.FrameTimeout)
            connection.Close(CloseCode.HeartbeatTimeout);
        else if (connection.Device.TokenExpiresAt <= clock.GetUtcNow())
            connection.Close(CloseCode.TokenExpired);
        else
            presence.AskAgainIfOverdue(connection);
    }
}
