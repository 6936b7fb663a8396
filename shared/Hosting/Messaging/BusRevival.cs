using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StorePush.Hosting.Messaging;

/// <summary>Starts the bus anew when it can't find a working channel by itself any more.</summary>
/// <remarks>
/// MassTransit (8.5) goes on with a channel that was closed in the moment in which it was made, for ever, though the connection is long
/// there again. That happens when a connection dies silently while many messages wait to be published.
/// </remarks>
internal sealed partial class BusRevival(
    IBusControl bus, BrokenChannels channels, TimeProvider clock, ILogger<BusRevival> logger) : BackgroundService
{
    /// <summary>Far longer than a channel is closed that MassTransit replaces.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (channels.For >= Patience)
                await ReviveAsync(stoppingToken);
        }
    }

    private async Task ReviveAsync(CancellationToken stoppingToken)
    {
        Log.Reviving(logger, Patience);
        try
        {
            using var stop = new CancellationTokenSource(LongestStop, clock);
            await bus.StopAsync(stop.Token);
            await bus.StartAsync(stoppingToken);
        }
#pragma warning disable CA1031 // It is tried again: a process without a bus is no use.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotRevived(logger, exception);
        }

        channels.Reset();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nothing could be published for {Time} although the broker is there: the bus is started anew")]
        public static partial void Reviving(ILogger logger, TimeSpan time);

        [LoggerMessage(2, LogLevel.Error, "The bus could not be started anew")]
        public static partial void NotRevived(ILogger logger, Exception exception);
    }
}
