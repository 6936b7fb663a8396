using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Contracts;
using StorePush.Hosting.Messaging;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Webhooks;

/// <summary>Somebody outside is told what became of messages.</summary>
public sealed class WebhookFlowTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Store = "S1";

    private readonly Servers _servers = new(rabbitMq, postgres);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_delivered_and_what_expires_is_told_once_and_signed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deployment = await Deployment.StartAsync(_servers, WithWebhooks(receiver));
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");

        var delivered = await platform.PlaceAsync(Store, "1");
        await terminal.ExpectMessageAsync(delivered);
        await terminal.AcknowledgeAsync(delivered);
        await receiver.UntilCalledAsync(1);
        var expired = await platform.PlaceAsync("S2", "2", ttlSeconds: 1);
        await receiver.UntilCalledAsync(2);

        foreach (var call in receiver.Calls)
            call.Verify(WebhookReceiver.Secret);
        var (first, second) = (receiver.Calls.First(), receiver.Calls.Last());
        (first.Id, first.Type).ShouldBe(($"{delivered}_delivered", "message.delivered"));
        first.Data.GetProperty("messageId").GetGuid().ShouldBe(delivered);
        first.Data.GetProperty("deviceId").GetString().ShouldBe("till-1");
        (second.Id, second.Type).ShouldBe(($"{expired}_expired", "message.expired"));
        second.Data.GetProperty("storeId").GetString().ShouldBe("S2");
    }

    [Fact]
    public async Task A_call_with_the_wrong_secret_is_not_taken_for_ours()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deployment = await Deployment.PrepareAsync(
            _servers, [$"--Webhooks:Url={receiver.Url}", "--Webhooks:Secret=whsec_b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xkIG9sZCE="]);
        var delivery = await deployment.StartDeliveryAsync();

        await PublishAsync(delivery, NewId.NextGuid());

        await receiver.UntilCalledAsync(1);
        Should.Throw<StandardWebhooks.Diagnostics.WebhookVerificationException>(() =>
            receiver.Calls.Single().Verify(WebhookReceiver.Secret));
    }

    [Fact]
    public async Task A_receiver_that_was_away_is_told_when_it_is_back_by_a_Delivery_that_was_started_meanwhile()
    {
        const int Orders = 20;
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.GoAwayAsync();
        await using var deployment = await Deployment.PrepareAsync(_servers, WithWebhooks(receiver));
        await deployment.StartIngestAsync();
        var delivery = await deployment.StartDeliveryAsync();
        await deployment.StartEdgeAsync();
        await deployment.StartGatewayAsync();
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");
        List<Guid> delivered = [];
        for (var order = 0; order < Orders; order++)
        {
            var id = await platform.PlaceAsync(Store, $"{order}");
            await terminal.ExpectMessageAsync(id);
            await terminal.AcknowledgeAsync(id);
            delivered.Add(id);
        }

        await delivery.StopAsync(Cancellation);
        await deployment.StartDeliveryAsync();
        receiver.Calls.ShouldBeEmpty();
        await receiver.ComeBackAsync();

        await receiver.UntilCalledAsync(Orders);
        receiver.Calls.Select(call => call.Data.GetProperty("messageId").GetGuid()).Distinct().ShouldBe(delivered, ignoreOrder: true);
    }

    [Fact]
    public async Task An_event_that_the_broker_brings_twice_is_told_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var deployment = await Deployment.PrepareAsync(_servers, WithWebhooks(receiver));
        var deliveries = new[] { await deployment.StartDeliveryAsync(), await deployment.StartDeliveryAsync() };
        var (repeated, last) = (NewId.NextGuid(), NewId.NextGuid());

        for (var time = 0; time < 10; time++)
            await PublishAsync(deliveries[time % 2], repeated);
        await receiver.UntilCalledAsync(1);
        await PublishAsync(deliveries[0], repeated);
        await PublishAsync(deliveries[0], last);

        await receiver.UntilCalledAsync(2);
        receiver.Calls.Select(call => call.Id).ShouldBe([$"{repeated}_delivered", $"{last}_delivered"]);
    }

    [Fact]
    public async Task An_event_that_the_receiver_does_not_want_is_told_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => WebhookReceiver.AnswerAsync(
            context, receiver.Calls.Count == 1 ? StatusCodes.Status410Gone : StatusCodes.Status200OK);
        await using var deployment = await Deployment.PrepareAsync(_servers, WithWebhooks(receiver));
        var delivery = await deployment.StartDeliveryAsync();
        var (gone, other) = (NewId.NextGuid(), NewId.NextGuid());

        await PublishAsync(delivery, gone);
        await receiver.UntilCalledAsync(1);
        await PublishAsync(delivery, gone);
        await PublishAsync(delivery, other);

        await receiver.UntilCalledAsync(2);
        receiver.Calls.Select(call => call.Id).ShouldBe([$"{gone}_delivered", $"{other}_delivered"]);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_no_order()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.OnCall = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        await using var deployment = await Deployment.StartAsync(_servers, WithWebhooks(receiver));
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");

        // More than may be under way.
        for (var order = 0; order < 100; order++)
        {
            var id = await platform.PlaceAsync(Store, $"{order}");
            await terminal.ExpectMessageAsync(id);
            await terminal.AcknowledgeAsync(id);
            await platform.UntilAsync(id, "delivered");
        }

        receiver.Calls.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_queue_is_there_before_the_first_event_and_only_where_there_are_webhooks()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var without = await Deployment.PrepareAsync(_servers);
        await without.StartDeliveryAsync();
        (await QueuesAsync(without)).ShouldNotContain(queue => queue.GetProperty("name").GetString() == Queues.Webhooks);

        await using var with = await Deployment.PrepareAsync(_servers, WithWebhooks(receiver));
        await with.StartDeliveryAsync();

        var queue = (await QueuesAsync(with)).Single(queue => queue.GetProperty("name").GetString() == Queues.Webhooks);
        var arguments = queue.GetProperty("arguments");
        arguments.GetProperty("x-queue-type").GetString().ShouldBe("quorum");
        arguments.GetProperty("x-expires").GetInt64().ShouldBe(86_400_000);
        arguments.GetProperty("x-max-length").GetInt64().ShouldBe(1_000_000);
    }

    private static string[] WithWebhooks(WebhookReceiver receiver) =>
    [
        $"--Webhooks:Url={receiver.Url}",
        $"--Webhooks:Secret={WebhookReceiver.Secret}",
        "--Webhooks:FirstBackoff=00:00:00.2",
        "--Delivery:SweepInterval=00:00:00.1",
    ];

    private static Task PublishAsync(Microsoft.AspNetCore.Builder.WebApplication delivery, Guid messageId) =>
        delivery.Services.GetRequiredService<IBus>().Publish(
            new MessageDelivered
            {
                MessageId = messageId,
                Kind = "order.placed",
                Platform = "meituan",
                StoreId = Store,
                OrderId = "1001",
                DeviceId = "till-1",
                AcceptedAt = DateTimeOffset.UnixEpoch,
                DeliveredAt = DateTimeOffset.UnixEpoch,
                Pushes = 1,
            },
            Cancellation);

    private static async Task<JsonElement[]> QueuesAsync(Deployment deployment) =>
        [.. JsonElement.Parse(await deployment.Broker.GetAsync("queues", "", Cancellation)).EnumerateArray()];
}
