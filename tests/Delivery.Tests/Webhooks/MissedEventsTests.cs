using MassTransit;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Tests.Databases;
using StorePush.Delivery.Webhooks;

namespace StorePush.Delivery.Tests.Webhooks;

/// <summary>A process whose queues are in its memory, and that was killed.</summary>
public sealed class MissedEventsTests
{
    private static readonly DateTimeOffset Now = DeliveryHost.Start;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_settled_and_never_written_down_is_made_up_for()
    {
        await using var webhooks = new WebhooksHost(await SqliteDatabase.CreateAsync());
        await WriteDownAsync(webhooks, Now.AddHours(-3));
        var delivered = await SettleAsync(webhooks, nameof(DeliveryStateMachine.Delivered), Now.AddMinutes(-1));
        var expired = await SettleAsync(webhooks, nameof(DeliveryStateMachine.Expired), Now.AddMinutes(-2));
        await SettleAsync(webhooks, nameof(DeliveryStateMachine.Pending), null);
        await SettleAsync(webhooks, nameof(DeliveryStateMachine.Delivered), Now.AddHours(-4));

        await RunAsync(webhooks);

        (await webhooks.RowsAsync()).Where(call => call.DoneAt is null).Select(call => call.Id)
            .ShouldBe([$"{delivered.CorrelationId}_delivered", $"{expired.CorrelationId}_expired"], ignoreOrder: true);
        var body = (await webhooks.FindAsync($"{delivered.CorrelationId}_delivered"))!.Body;
        var said = WebhooksHost.Delivered(delivered.CorrelationId, delivered.OrderId) with { DeliveredAt = Now.AddMinutes(-1) };
        body.ShouldBe(WebhookCallMaker.Make(said, Now).Body, "it is what the saga would have said");
    }

    [Fact]
    public async Task What_was_written_down_is_not_said_again()
    {
        await using var webhooks = new WebhooksHost(await SqliteDatabase.CreateAsync());
        var delivered = await SettleAsync(webhooks, nameof(DeliveryStateMachine.Delivered), Now.AddMinutes(-1));
        var call = WebhookCallMaker.Make(WebhooksHost.Delivered(delivered.CorrelationId), Now.AddMinutes(-1));
        await webhooks.Calls.AddAsync(call, Cancellation);
        await webhooks.Calls.DoneAsync(call, Cancellation);

        await RunAsync(webhooks);

        (await webhooks.RowsAsync()).ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task However_much_was_missed_all_of_it_is_made_up_for()
    {
        const int Missed = 2_100;
        await using var webhooks = new WebhooksHost(await SqliteDatabase.CreateAsync());
        await WriteDownAsync(webhooks, Now.AddHours(-3));

        // Of each moment some.
        await AddAsync(webhooks, Enumerable.Range(0, Missed).Select(n => Settled(nameof(DeliveryStateMachine.Expired), Now.AddSeconds(-n / 70))));

        await RunAsync(webhooks);

        (await webhooks.RowsAsync()).Count(call => call.DoneAt is null).ShouldBe(Missed);
    }

    [Fact]
    public async Task What_was_settled_before_there_were_webhooks_or_too_long_ago_is_not_said()
    {
        await using var webhooks = new WebhooksHost(await SqliteDatabase.CreateAsync());
        await SettleAsync(webhooks, nameof(DeliveryStateMachine.Delivered), Now.AddMinutes(-1));
        await RunAsync(webhooks);
        (await webhooks.RowsAsync()).ShouldBeEmpty("nothing was ever written down");

        await WriteDownAsync(webhooks, Now.AddDays(-3));
        await SettleAsync(webhooks, nameof(DeliveryStateMachine.Delivered), Now.AddDays(-2));
        using var again = new MissedEvents(
            webhooks.Get<IBus>(), webhooks.Get<Persistence.Database>(), webhooks.Calls, webhooks.Get<Persistence.SchemaMigrator>(),
            webhooks.Get<Microsoft.Extensions.Options.IOptions<WebhooksOptions>>(), webhooks.Clock);
        await again.StartAsync(Cancellation);
        await again.MadeUp.Soon();

        (await webhooks.RowsAsync()).Count(call => call.DoneAt is null).ShouldBe(1, "that of a minute ago");
    }

    private static async Task RunAsync(WebhooksHost webhooks)
    {
        await webhooks.Get<Persistence.SchemaMigrator>().StartAsync(Cancellation);
        await webhooks.Get<MissedEvents>().StartAsync(Cancellation);
        await webhooks.Get<MissedEvents>().MadeUp.Soon();
    }

    private static async Task WriteDownAsync(WebhooksHost webhooks, DateTimeOffset at)
    {
        var call = WebhookCallMaker.Make(WebhooksHost.Delivered(NewId.NextGuid()), at);
        await webhooks.Calls.AddAsync(call, Cancellation);
        await webhooks.Calls.DoneAsync(call, Cancellation);
    }

    private static async Task<DeliveryState> SettleAsync(WebhooksHost webhooks, string state, DateTimeOffset? at)
    {
        var message = Settled(state, at);
        await AddAsync(webhooks, [message]);
        return message;
    }

    private static async Task AddAsync(WebhooksHost webhooks, IEnumerable<DeliveryState> messages)
    {
        await using var context = webhooks.Open();
        context.AddRange(messages);
        await context.SaveChangesAsync(Cancellation);
    }

    private static DeliveryState Settled(string state, DateTimeOffset? at) => new()
    {
        CorrelationId = NewId.NextGuid(),
        Version = 1,
        State = state,
        Kind = "order.placed",
        Platform = "meituan",
        StoreId = "S1",
        OrderId = NewId.NextGuid().ToString(),
        AcceptedAt = Now.AddSeconds(-2),
        ExpiresAt = Now.AddMinutes(30),
        ExpiryDueAt = Now.AddMinutes(30),
        SettledAt = at,
        DeliveredBy = "till-1",
        Pushes = 1,
    };
}
