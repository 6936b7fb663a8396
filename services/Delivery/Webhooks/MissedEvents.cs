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

    private readonly TaskCompletionSource _madeUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when nothing is missing: before, no new event is written down, since the last one tells where to look.</summary>
    public Task MadeUp => _madeUp.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (bus.Address.Scheme == InMemory)
        {
            await schema.Ready.WaitAsync(stoppingToken);
            await HoldOnTransientFaults.RunAsync(() => MakeUpAsync(stoppingToken), clock, stoppingToken);
        }

        _madeUp.SetResult();
    }

    private async Task MakeUpAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var settled = await database.QueryAsync(context => SettledAsync(context, now - options.Value.GiveUpAfter, cancellationToken));
        await Task.WhenAll(settled.Select(message => calls.AddAsync(Make(message, now), cancellationToken)));
    }

    /// <summary>What was settled since the last event was written down, or a little before; nothing where none ever was.</summary>
    private static async Task<IReadOnlyList<DeliveryState>> SettledAsync(
        DeliveryDbContext context, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var last = await context.WebhookCalls.MaxAsync(call => (DateTimeOffset?)call.ReceivedAt, cancellationToken);
        if (last is null)
            return [];

        var since = last - WebhookSweeper.Remembered > notBefore ? last.Value - WebhookSweeper.Remembered : notBefore;
        return await context.Deliveries
            .Where(message => message.SettledAt >= since && message.State != nameof(DeliveryStateMachine.Pending))
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
    }

    private static WebhookCall Make(DeliveryState message, DateTimeOffset now) =>
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
                now)
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
                now);
}
