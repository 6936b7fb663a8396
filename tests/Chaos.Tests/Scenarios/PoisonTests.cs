using System.Text.Json;
using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>What no consumer can read goes to the error queue with its reason, and the rest flows on.</summary>
public sealed class PoisonTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private const string ErrorQueue = "storepush-deliveries_error";
    private static readonly string[] OrderPlaced = ["urn:message:StorePush.Contracts:OrderPlaced"];

    private const string Garbage =
        """{"routing_key":"storepush-deliveries","payload":"no message","payload_encoding":"string","properties":{"content_type":"application/vnd.masstransit+json"}}""";

    [Fact(Explicit = true)]
    public async Task Messages_that_no_consumer_can_read_are_put_aside_with_their_reason_and_hold_nobody_up() =>
        await ChaosRun.RunAsync(await running.StartAsync(), "poison messages", async cluster =>
        {
            var stop = TestContext.Current.CancellationToken;
            for (var number = 0; number < 20; number++)
                await cluster.Broker.SendAsync(HttpMethod.Post, "exchanges", "/amq.default/publish", Garbage, stop);
            await Bounded.UntilAsync(async () => await ErrorQueues.CountAsync(cluster.Broker, ErrorQueue, stop) == 20);

            var found = (await ErrorQueues.TakeAsync(cluster.Broker, stop)).ShouldHaveSingleItem();
            found.ShouldStartWith($"{ErrorQueue}: 20 messages");
            found.ShouldNotContain("no reason");
        });

    [Fact(Explicit = true)]
    public async Task What_was_put_aside_is_sent_back_by_the_command_of_the_readme()
    {
        var stop = TestContext.Current.CancellationToken;
        var cluster = await running.StartAsync();
        var id = Guid.CreateVersion7();
        await cluster.Broker.SendAsync(HttpMethod.Put, "queues", $"/{ErrorQueue}", """{"durable":true,"arguments":{"x-queue-type":"quorum","x-delivery-limit":1000000}}""", stop);
        await cluster.Broker.SendAsync(HttpMethod.Post, "exchanges", "/amq.default/publish", PutAside(id), stop);

        var rabbitMq = cluster.RabbitMq.Container ?? throw new InvalidOperationException("Docker is needed.");
        await rabbitMq.RunAsync(stop, "rabbitmq-plugins", "enable", "rabbitmq_shovel");
        await rabbitMq.RunAsync(
            stop, "rabbitmqctl", "set_parameter", "-p", cluster.Broker.Url.AbsolutePath.Trim('/'), "shovel", "send-back", SendBack(cluster));

        using var platform = cluster.CreatePlatform();
        await platform.UntilAsync(id, "pending");
        (await ErrorQueues.CountAsync(cluster.Broker, ErrorQueue, stop)).ShouldBe(0);
    }

    private static string SendBack(Cluster cluster)
    {
        var broker = new UriBuilder(cluster.Broker.Url) { Host = "127.0.0.1", Port = 5672 }.Uri.ToString();
        return $$"""
            {"src-protocol":"amqp091","src-uri":"{{broker}}","src-queue":"storepush-deliveries_error",
             "src-delete-after":"queue-length","dest-protocol":"amqp091","dest-uri":"{{broker}}",
             "dest-exchange":"","dest-exchange-key":"storepush-deliveries"}
            """;
    }

    private static string PutAside(Guid id)
    {
        var now = TimeProvider.System.GetUtcNow();
        var envelope = JsonSerializer.Serialize(new
        {
            messageType = OrderPlaced,
            message = new
            {
                messageId = id,
                platform = "meituan",
                storeId = "put-aside",
                orderId = "1",
                acceptedAt = now,
                expiresAt = now.AddMinutes(30),
                order = new { },
            },
        });
        return JsonSerializer.Serialize(new
        {
            routing_key = ErrorQueue,
            payload = envelope,
            payload_encoding = "string",
            properties = new { content_type = "application/vnd.masstransit+json", delivery_mode = 2 },
        });
    }
}
