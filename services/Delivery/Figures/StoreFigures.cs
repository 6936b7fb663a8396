using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Figures.Answers;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Figures;

/// <summary>Tells how it is going for one store, from its messages: of those there are few.</summary>
internal sealed class StoreFigures(Database database, TimeProvider clock)
{
    /// <summary>Messages that were accepted before are not looked at, though they may be settled now.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(2);

    /// <summary>Of a store that has more, the newest.</summary>
    private const int MaxMessages = 5_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public Task<LiveFigures> GetAsync(string storeId, CancellationToken cancellationToken) => database.QueryAsync(async context =>
    {
        var now = clock.GetUtcNow();
        var oldest = now - LookBack;
        var messages = await context.Deliveries
            .AsNoTracking()
            .Where(message => message.StoreId == storeId && message.AcceptedAt > oldest)
            .OrderByDescending(message => message.AcceptedAt)
            .Take(MaxMessages)
            .Select(message => new Happened(
                message.AcceptedAt, message.SettledAt, message.State == nameof(DeliveryStateMachine.Delivered)))
            .ToListAsync(cancellationToken);
        return new LiveFigures(
            now,
            Count(messages, now - Minute, now),
            (int)FiguresReader.History.TotalSeconds,
            (int)FiguresSlice.Length.TotalSeconds,
            [.. Slices(messages, now).Select(at =>
            {
                var count = Count(messages, at, at + FiguresSlice.Length);
                return new TrafficSlice(at, count.Accepted, count.Delivered, count.Expired, count.LatencyMs);
            })],
            await CurrentFigures.CountAsync(
                CurrentFigures.Pending(context).Where(message => message.StoreId == storeId), now, cancellationToken),
            await CurrentFigures.OnlineAsync(context, storeId, cancellationToken));
    });

    /// <summary>The slices in which something happened.</summary>
    private static IEnumerable<DateTimeOffset> Slices(List<Happened> messages, DateTimeOffset now) => messages
        .SelectMany(message => new[] { message.AcceptedAt, message.SettledAt ?? message.AcceptedAt })
        .Where(time => time > now - FiguresReader.History && time <= now)
        .Select(FiguresSlice.StartOf)
        .Distinct()
        .Order();

    private static Traffic Count(List<Happened> messages, DateTimeOffset from, DateTimeOffset to)
    {
        bool IsWithin(DateTimeOffset? time) => time >= from && time < to;
        var latencies = new LatencyCounts();
        foreach (var message in messages.Where(message => message.IsDelivered && IsWithin(message.SettledAt)))
            latencies.Add(message.SettledAt!.Value - message.AcceptedAt);
        return new(
            messages.Count(message => IsWithin(message.AcceptedAt)),
            latencies.Total,
            messages.Count(message => !message.IsDelivered && IsWithin(message.SettledAt)),
            Latencies.Of(latencies));
    }

    private sealed record Happened(DateTimeOffset AcceptedAt, DateTimeOffset? SettledAt, bool IsDelivered);
}
