using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sweeping;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Figures;

/// <summary>
/// Writes down once a second what this process has counted, so that any process can tell of all: one small row, however many messages.
/// </summary>
internal sealed class FiguresWriter(
    Database database,
    FiguresRecorder recorder,
    SchemaMigrator schema,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<FiguresWriter> logger) : Sweeper(schema, options, clock, logger)
{
    private static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(1);

    private DateTimeOffset _cleanUpAt;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var (slice, mark) in recorder.Changed())
        {
            await database.QueryAsync(context => WriteAsync(context, slice, cancellationToken));
            recorder.Written(slice.At, mark);
        }

        await CleanUpAsync(cancellationToken);
        return false;
    }

    private static async Task<int> WriteAsync(DeliveryDbContext context, FiguresSlice slice, CancellationToken cancellationToken)
    {
        var updated = await context.Figures
            .Where(row => row.At == slice.At && row.ProcessId == slice.ProcessId)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(row => row.Accepted, slice.Accepted)
                    .SetProperty(row => row.Delivered, slice.Delivered)
                    .SetProperty(row => row.Expired, slice.Expired)
                    .SetProperty(row => row.Latencies, slice.Latencies),
                cancellationToken);
        if (updated > 0)
            return updated;

        context.Figures.Add(slice);
        return await context.SaveChangesAsync(cancellationToken);
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        if (now < _cleanUpAt)
            return;

        _cleanUpAt = now + CleanUpInterval;
        var oldest = now - FiguresReader.History - CleanUpInterval;
        await database.QueryAsync(context => context.Figures
            .Where(row => row.At < oldest)
            .ExecuteDeleteAsync(cancellationToken));
    }
}
