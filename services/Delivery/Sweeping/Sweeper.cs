using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Hosting.Deliveries;
using StorePush.Hosting.Telemetry;

namespace StorePush.Delivery.Sweeping;

/// <summary>Looks for due work at an interval, and goes on without a pause while there is more than one step's worth.</summary>
internal abstract partial class Sweeper(
    SchemaMigrator schema, IOptions<DeliveryOptions> options, TimeProvider clock, ILogger logger) : BackgroundService
{
    private readonly LogThrottle _warnings = new(clock);

    protected DeliveryOptions Options { get; } = options.Value;

    protected TimeProvider Clock { get; } = clock;

    /// <summary>How long to pause when there is nothing due.</summary>
    protected virtual TimeSpan Interval => Options.SweepInterval;

    /// <summary>Does one step; true when there may be more to do.</summary>
    public abstract Task<bool> SweepAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Ready.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(Interval, Clock);
        do
        {
            while (await TrySweepAsync(stoppingToken))
            {
                // The next step at once.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TrySweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await SweepAsync(stoppingToken);
        }
#pragma warning disable CA1031 // A sweep that fails is done again at the next tick; what it stands for must not end with one fault.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // With the database away that is every tick.
            if (_warnings.Passes(out var others))
                Log.Failed(logger, GetType().Name, others, exception);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Sweeper} failed and tries again (and {Others} other times since the last such line)")]
        public static partial void Failed(ILogger logger, string sweeper, long others, Exception exception);
    }
}
