using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Figures.Answers;
using StorePush.Delivery.Persistence;

namespace StorePush.Delivery.Figures;

/// <summary>Tells how all of it is going. However many ask, the database is asked now and then.</summary>
internal sealed class FiguresReader : IDisposable
{
    /// <summary>How far back the history goes.</summary>
    public static readonly TimeSpan History = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Until then a process may not have written all that it did in a slice: it writes once a second.</summary>
    private static readonly TimeSpan WriteLag = TimeSpan.FromSeconds(2);

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly SparingAnswer<LiveFigures> _answer;

    public FiguresReader(Database database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _answer = new(ReadAsync, clock);
    }

    public Task<LiveFigures> GetAsync(CancellationToken cancellationToken) => _answer.GetAsync(cancellationToken);

    public void Dispose() => _answer.Dispose();

    private Task<LiveFigures> ReadAsync(CancellationToken cancellationToken) => _database.QueryAsync(async context =>
    {
        var now = _clock.GetUtcNow();
        var start = now - History;
        var end = FiguresSlice.StartOf(now - WriteLag);
        var rows = await context.Figures.AsNoTracking().Where(row => row.At > start).ToListAsync(cancellationToken);
        var pending = await CurrentFigures.CountAsync(CurrentFigures.Pending(context), now, cancellationToken);
        var waiting = pending.Count == 0 ? [] : await CurrentFigures.WaitingAsync(context, cancellationToken);
        return new LiveFigures(
            now,
            Sum(rows.Where(row => row.At >= end - Minute && row.At < end)),
            (int)History.TotalSeconds,
            (int)FiguresSlice.Length.TotalSeconds,
            [.. rows.GroupBy(row => row.At).OrderBy(slice => slice.Key).Select(slice =>
            {
                var sum = Sum(slice);
                return new TrafficSlice(slice.Key, sum.Accepted, sum.Delivered, sum.Expired, sum.LatencyMs);
            })],
            pending with { Stores = waiting },
            await CurrentFigures.OnlineAsync(context, storeId: null, cancellationToken));
    });

    private static Traffic Sum(IEnumerable<FiguresSlice> slices)
    {
        var latencies = new LatencyCounts();
        var (accepted, delivered, expired) = (0, 0, 0);
        foreach (var slice in slices)
        {
            accepted += slice.Accepted;
            delivered += slice.Delivered;
            expired += slice.Expired;
            latencies.Add(slice.Latencies);
        }

        return new(accepted, delivered, expired, Latencies.Of(latencies));
    }
}
