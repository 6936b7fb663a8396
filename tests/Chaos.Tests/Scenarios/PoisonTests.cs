using Npgsql;
using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>What no consumer can read goes to the error queue with its reason, and the rest flows on.</summary>
public sealed class PoisonTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private const string ErrorQueue = "storepush-deliveries_error";

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
    public async Task What_was_put_aside_is_sent_back_by_the_command_of_the_operations_page()
    {
        var stop = TestContext.Current.CancellationToken;
        var cluster = await running.StartAsync();
        using var platform = cluster.CreatePlatform();

        // A cause that is no passing fault, and can be mended.
        await ExecuteAsync(cluster, "ALTER TABLE deliveries ADD CONSTRAINT poison CHECK (store_id <> 'put-aside')");
        var id = await platform.PlaceAsync("put-aside", "1");
        await Bounded.UntilAsync(async () => await ErrorQueues.CountAsync(cluster.Broker, ErrorQueue, stop) == 1);
        await ExecuteAsync(cluster, "ALTER TABLE deliveries DROP CONSTRAINT poison");

        await SendBackCommands.RunAsync(cluster, stop);

        await platform.UntilAsync(id, "pending");
        (await ErrorQueues.CountAsync(cluster.Broker, ErrorQueue, stop)).ShouldBe(0);
    }

    private static async Task ExecuteAsync(Cluster cluster, string sql)
    {
        await using var database = NpgsqlDataSource.Create(cluster.Database.ConnectionString);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
