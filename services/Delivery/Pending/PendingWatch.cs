using StorePush.Delivery.Persistence;
using StorePush.Hosting.Telemetry;

namespace StorePush.Delivery.Pending;

/// <summary>Looks every ten seconds at what is pending, so that those who ask for the metrics cost the database nothing.</summary>
internal sealed partial class PendingWatch(
    Database database, SchemaMigrator schema, PendingMetrics metrics, TimeProvider clock, ILogger<PendingWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>A look takes at most a twentieth of the time, however many messages wait after an outage.</summary>
    private const int RestPerLook = 19;

    /// <summary>A device takes a message within moments; the alert for it fires at the same age.</summary>
    private static readonly TimeSpan LongestUsual = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly LogThrottle _warnings = new(clock, WarningInterval);

    /// <summary>Looks once; how long to rest before the next look.</summary>
    public async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        try
        {
            metrics.Last = await database.QueryAsync(context => PendingQuery.LookAsync(context, clock.GetUtcNow(), cancellationToken));
            metrics.IsDatabaseUp = true;
            if (metrics.Last.Online.OldestAge > LongestUsual)
                await NameOldestAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, the gauges show nothing, and the next look tries again.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            (metrics.Last, metrics.IsDatabaseUp) = (null, await IsDatabaseUpAsync(cancellationToken));
        }

        var rest = clock.GetElapsedTime(startedAt) * RestPerLook;
        return rest > Interval ? rest : Interval;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Until then there is nothing to look at, and who has restarted this process for its database still wants to know of that.
        while (!schema.Ready.IsCompleted && !stoppingToken.IsCancellationRequested)
        {
            metrics.IsDatabaseUp = await IsDatabaseUpAsync(stoppingToken);
            await schema.Ready.WaitAsync(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (true)
            await Task.Delay(await LookAsync(stoppingToken), clock, stoppingToken);
    }

    /// <summary>A look that fails may have taken too long: after an outage there is much to count.</summary>
    private async Task<bool> IsDatabaseUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.QueryAsync(context => context.Database.CanConnectAsync(cancellationToken));
        }
#pragma warning disable CA1031 // There is no other answer to it than no.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Metrics name no store; whoever gets the alert needs one.</summary>
    private async Task NameOldestAsync(CancellationToken cancellationToken)
    {
        if (!_warnings.Passes(out _))
            return;

        var oldest = await database.QueryAsync(context => PendingQuery.FindOldestOnlineAsync(context, cancellationToken));
        if (oldest is not null)
            Log.Waits(logger, oldest.CorrelationId, oldest.StoreId, clock.GetUtcNow() - oldest.AcceptedAt, oldest.Pushes);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} of store {StoreId} has been pending for {Age} and {Pushes} pushes, though a device is online")]
        public static partial void Waits(ILogger logger, Guid messageId, string storeId, TimeSpan age, int pushes);
    }
}
