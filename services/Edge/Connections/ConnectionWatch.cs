using Microsoft.Extensions.Options;
using StorePush.Edge.Presence;
using StorePush.Protocol;

namespace StorePush.Edge.Connections;

/// <summary>
/// Looks at every connection once a second: who is silent or takes for ever over a frame, whose token has expired, whose replay is
/// overdue, and whether too much waits for all of them together. One loop for all costs less than a timer for each.
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
            var waiting = 0L;
            foreach (var connection in registry.All)
            {
                Look(connection);
                if (connection.ClosedWith is null)
                    waiting += connection.WaitingBytes;
            }

            if (waiting > options.Value.MaxQueuedBytesInAll)
                CloseLargest(waiting - options.Value.MaxQueuedBytesInAll);
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

    private void CloseLargest(long tooMuch)
    {
        var open = registry.All
            .Where(connection => connection.ClosedWith is null)
            .Select(connection => (Connection: connection, connection.WaitingBytes))
            .OrderByDescending(each => each.WaitingBytes);
        foreach (var (connection, waiting) in open)
        {
            if (tooMuch <= 0)
                return;

            connection.Close(CloseCode.TooSlow);
            tooMuch -= waiting;
        }
    }
}
