using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StorePush.Hosting.Messaging;

/// <summary>Starts the bus anew when it can't find a working connection or channel by itself any more.</summary>
/// <remarks>
/// MassTransit (8.5) goes on with a channel that was closed in the moment in which it was made, for ever, though the connection is long
/// there again. That happens when a connection dies silently while many messages wait to be published. And it goes on with a connection
/// of whose end it is not told, see <see cref="LostConnections"/>. A bus that can't even be stopped ends the process.
/// </remarks>
internal sealed partial class BusRevival(
    IBusControl bus,
    LostConnections connections,
    BrokenChannels channels,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<BusRevival> logger) : BackgroundService
{
    /// <summary>Far longer than a channel is closed that MassTransit replaces.</summary>
    private static readonly TimeSpan LongestClosed = TimeSpan.FromSeconds(10);

    /// <summary>It takes milliseconds to tell everybody, and as long as who handles messages takes to end.</summary>
    private static readonly TimeSpan LongestUntold = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (channels.Longest >= LongestClosed)
                Log.NoChannel(logger, LongestClosed);
            else if (await connections.LookAsync() >= LongestUntold)
                Log.NoConnection(logger, LongestUntold);
            else
                continue;

            if (!await TryReviveAsync(stoppingToken))
                return;
        }
    }

    private async Task<bool> TryReviveAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var stop = new CancellationTokenSource(LongestStop, clock);
            await bus.StopAsync(stop.Token);

            // A bus that was not stopped in time says nothing, and counts as stopped.
            stop.Token.ThrowIfCancellationRequested();
            await bus.StartAsync(stoppingToken);
            channels.Reset();
            connections.Reset();
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, a process without a bus is no use.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotRevived(logger, exception);
            lifetime.StopApplication();
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A channel to the broker has been closed for {Time} and is not replaced: the bus is started anew")]
        public static partial void NoChannel(ILogger logger, TimeSpan time);

        [LoggerMessage(3, LogLevel.Warning, "A connection to the broker has been lost for {Time} and is still in use: the bus is started anew")]
        public static partial void NoConnection(ILogger logger, TimeSpan time);

        [LoggerMessage(2, LogLevel.Critical, "The bus could not be started anew: the process ends, to be started by whoever runs it")]
        public static partial void NotRevived(ILogger logger, Exception exception);
    }
}
