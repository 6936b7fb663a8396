using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Messaging;

/// <summary>Starts the bus anew when it can't find a working connection or channel by itself any more.</summary>
/// <remarks>
/// MassTransit (8.5) goes on with a channel that was closed in the moment in which it was made, for ever, though the connection is long
/// there again. That happens when a connection dies silently while many messages wait to be published. And it goes on with a connection
/// of whose end it is not told, see <see cref="LostConnections"/>. A bus that can't even be stopped ends the process, with exit code 1.
/// </remarks>
internal sealed partial class BusRevival(
    IBusControl bus,
    LostConnections connections,
    BrokenChannels channels,
    IHostApplicationLifetime lifetime,
    IOptions<BrokerOptions> options,
    TimeProvider clock,
    ILogger<BusRevival> logger) : BackgroundService
{
    /// <summary>Far longer than a channel is closed that MassTransit replaces.</summary>
    private static readonly TimeSpan LongestClosed = TimeSpan.FromSeconds(10);

    /// <summary>
    /// It takes milliseconds to tell everybody of a connection that was cut, and seconds of one that fell silent: publishers wait for room
    /// in its buffers until they give up.
    /// </summary>
    private static readonly TimeSpan LongestUntold = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Of those who work on a message, beside the three answers of the broker for which the bus waits.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(15);

    private readonly TimeSpan _longestStop = LongestWork + (3 * options.Value.AnswerTimeout);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(stoppingToken);
        }
#pragma warning disable CA1031 // Whatever it is, a process without a bus is no use.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotRevived(logger, exception);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        // Takes as long as the broker is away.
        var starting = Task.CompletedTask;
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (starting.IsCompleted)
                await starting;
            if (!await IsBrokenAsync())
                continue;
            if (!starting.IsCompleted)
                throw new InvalidOperationException("It broke again before it was started.");

            await StopBusAsync();
            channels.Reset();
            connections.Reset();
            starting = bus.StartAsync(stoppingToken);
        }
    }

    private async Task<bool> IsBrokenAsync()
    {
        var untold = await connections.LookAsync();
        if (channels.Longest >= LongestClosed)
            Log.NoChannel(logger, LongestClosed);
        else if (untold >= LongestUntold)
            Log.NoConnection(logger, LongestUntold);
        else
            return false;
        return true;
    }

    private async Task StopBusAsync()
    {
        using var stop = new CancellationTokenSource(_longestStop, clock);
        await bus.StopAsync(stop.Token).WaitAsync(stop.Token);

        // A bus that was not stopped in time says nothing, and counts as stopped.
        stop.Token.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A channel to the broker has been closed for {Time} and is not replaced: the bus is started anew")]
        public static partial void NoChannel(ILogger logger, TimeSpan time);

        [LoggerMessage(3, LogLevel.Warning, "A connection to the broker has been lost for {Time}, and not all that use it were told: the bus is started anew")]
        public static partial void NoConnection(ILogger logger, TimeSpan time);

        [LoggerMessage(2, LogLevel.Critical, "The bus could not be started anew: the process ends, to be started by whoever runs it")]
        public static partial void NotRevived(ILogger logger, Exception exception);
    }
}
