using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Flow;

/// <summary>The gap that lost orders in the system before: an order that is accepted while its store's device connects.</summary>
public sealed class ConnectRaceTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const int Races = 1_000;
    private const int AtOnce = 10;

    /// <summary>Later than anybody waits, so that a message which a repeated push had to save counts as lost.</summary>
    private const string NoRepeatedPush = "--Delivery:PushIntervals=00:05:00";

    [Fact]
    public async Task A_device_that_connects_while_an_order_is_accepted_always_rings()
    {
        await using var deployment = await Deployment.StartAsync(new Servers(rabbitMq, postgres), NoRepeatedPush);
        using var platform = deployment.Platform();
        var missed = 0;

        await Parallel.ForAsync(
            0,
            Races,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = AtOnce,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (n, _) =>
            {
                var store = $"race-{n}";
                var connecting = deployment.ConnectAsync(store, "till-1");
                var placing = platform.PlaceAsync(store, "1");
                await using var terminal = await connecting;
                var id = await placing;
                try
                {
                    await terminal.ExpectMessageAsync(id);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref missed);
                }
            });

        missed.ShouldBe(0);
    }
}
