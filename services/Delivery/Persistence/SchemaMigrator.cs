using Microsoft.EntityFrameworkCore;

namespace StorePush.Delivery.Persistence;

/// <summary>Brings the schema up to date at start, and keeps trying while the database is away.</summary>
/// <remarks>Safe when several processes start at once: Entity Framework takes a lock in the database.</remarks>
internal sealed partial class SchemaMigrator(Database database, TimeProvider clock, ILogger<SchemaMigrator> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the schema is up to date.</summary>
    public Task Ready => _ready.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryMigrateAsync(stoppingToken))
            await Task.Delay(RetryDelay, clock, stoppingToken);
        _ready.SetResult();
    }

    private async Task<bool> TryMigrateAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await database.QueryAsync(async context =>
            {
                await context.Database.MigrateAsync(stoppingToken);
                return true;
            });
        }
#pragma warning disable CA1031 // Also what looks permanent, such as a wrong password, is set right from outside while we wait.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotMigrated(logger, exception.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The database schema can't be brought up to date yet: {Reason}")]
        public static partial void NotMigrated(ILogger logger, string reason);
    }
}
