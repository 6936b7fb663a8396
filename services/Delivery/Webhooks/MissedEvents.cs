using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Webhooks;

/// <summary>
/// Makes up for events that were lost with the queues in a process's memory, when it ended between the settling of a message and the
/// writing down of its event. A broker keeps them, and brings them to the next process.
/// </summary>
internal sealed class MissedEvents(
    IBus bus,
    Database database,
    WebhookCalls calls,
    SchemaMigrator schema,
    IOptions<WebhooksOptions> options,
    TimeProvider clock) : BackgroundService
{
    /// <summary>The scheme of MassTransit's in-memory transport.</summary>
    private const string InMemory = "loopback";

    private const int Page = 1_000;

    private readonly TaskCompletionSource _madeUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when nothing is missing: before, no new event is written down, since the last one tells where to look.</summary>
    public Task MadeUp => _madeUp.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (bus.Address.Scheme == InMemory)
        {
            await schema.Ready.WaitAsync(stoppingToken);
            await MakeUpAsync(stoppingToken);
        }

        _madeUp.SetResult();
    }

    private async Task MakeUpAsync(CancellationToken cancellationToken)
    {
        var (settledAt, messageId) = (await HeldAsync(context => FindStartAsync(context, cancellationToken), cancellationToken), Guid.Empty);
        while (settledAt is { } at)
        {
            var page = await HeldAsync(context => ReadAsync(context, at, messageId, cancellationToken), cancellationToken);
            await HoldOnTransientFaults.RunAsync(
                () => Task.WhenAll(page.Select(message => calls.AddAsync(Make(message), cancellationToken))), clock, cancellationToken);
            (settledAt, messageId) = page.Count == Page ? (page[^1].SettledAt, page[^1].CorrelationId) : (null, Guid.Empty);
        }
    }

    private async Task<TResult> HeldAsync<TResult>(Func<DeliveryDbContext, Task<TResult>> work, CancellationToken cancellationToken)
    {
        TResult result = default!;
        await HoldOnTransientFaults.RunAsync(async () => result = await database.QueryAsync(work), clock, cancellationToken);
        return result;
    }

    /// <summary>A little before the last event that was written down; null where none ever was.</summary>
    private async Task<DateTimeOffset?> FindStartAsync(DeliveryDbContext context, CancellationToken cancellationToken)
    {
        var start = await context.WebhookCalls.MaxAsync(call => (DateTimeOffset?)call.ReceivedAt, cancellationToken) - WebhookSweeper.Remembered;
        var notBefore = clock.GetUtcNow() - options.Value.GiveUpAfter;
        return start < notBefore ? notBefore : start;
    }

    /// <summary>What was settled since then, in that order, so that a process that is killed again goes on where this one was.</summary>
    private static Task<List<DeliveryState>> ReadAsync(
        DeliveryDbContext context, DateTimeOffset settledAt, Guid messageId, CancellationToken cancellationToken) =>
        context.Deliveries
            .Where(message => message.State != nameof(DeliveryStateMachine.Pending)
                && (message.SettledAt > settledAt
                    || (message.SettledAt == settledAt && message.CorrelationId.CompareTo(messageId) > 0)))
            .OrderBy(message => message.SettledAt)
            .ThenBy(message => message.CorrelationId)
            .Take(Page)
            .Select(message => new DeliveryState
            {
                CorrelationId = message.CorrelationId,
                State = message.State,
                Kind = message.Kind,
                Platform = message.Platform,
                StoreId = message.StoreId,
                OrderId = message.OrderId,
                AcceptedAt = message.AcceptedAt,
                Pushes = message.Pushes,
                SettledAt = message.SettledAt,
                DeliveredBy = message.DeliveredBy,
            })
            .ToListAsync(cancellationToken);

    private static WebhookCall Make(DeliveryState message) =>
        message.State == nameof(DeliveryStateMachine.Delivered)
            ? WebhookCallMaker.Make(
                new MessageDelivered
                {
                    MessageId = message.CorrelationId,
                    Kind = message.Kind,
                    Platform = message.Platform,
                    StoreId = message.StoreId,
                    OrderId = message.OrderId,
                    DeviceId = message.DeliveredBy!,
                    AcceptedAt = message.AcceptedAt,
                    DeliveredAt = message.SettledAt!.Value,
                    Pushes = message.Pushes,
                },
                message.SettledAt.Value)
            : WebhookCallMaker.Make(
                new MessageExpired
                {
                    MessageId = message.CorrelationId,
                    Kind = message.Kind,
                    Platform = message.Platform,
                    StoreId = message.StoreId,
                    OrderId = message.OrderId,
                    AcceptedAt = message.AcceptedAt,
                    ExpiredAt = message.SettledAt!.Value,
                    Pushes = message.Pushes,
                },
                message.SettledAt.Value);
}
