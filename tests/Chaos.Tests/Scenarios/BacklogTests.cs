using StorePush.Chaos.Tests.Clusters;
using StorePush.Chaos.Tests.Runs;

namespace StorePush.Chaos.Tests.Scenarios;

/// <summary>A store that was away for long has thousands of messages waiting.</summary>
public sealed class BacklogTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private const string Store = "backlog";
    private const int Pending = 10_000;
    private const int AtOnce = 32;

    [Fact(Explicit = true)]
    public async Task One_store_with_10000_pending_messages_gets_all_of_them_and_delays_nobody()
    {
        var cluster = await running.StartAsync();
        await ChaosRun.RunAsync(cluster, "10,000 pending for one store", async (_, session) =>
        {
            var stop = TestContext.Current.CancellationToken;
            using var platform = cluster.CreatePlatform();
            await Parallel.ForAsync(
                0,
                Pending,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
                async (number, _) => await platform.PlaceAsync(Store, $"{number}"));

            var settled = new HashSet<Guid>();
            await using var device = await RawDevice.ConnectAsync(session, Store, "till");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TimeSpan.FromSeconds(120));
            await device.ReadAsync(
                async frame =>
                {
                    switch (frame.GetProperty("type").GetString())
                    {
                        case "message":
                            await device.SendAsync($$"""{"type":"ack","id":"{{frame.GetProperty("id").GetGuid()}}"}""");
                            break;
                        case "ack.ok" when settled.Add(frame.GetProperty("id").GetGuid()) && settled.Count == Pending:
                            await limit.CancelAsync();
                            break;
                    }
                },
                limit.Token);
            settled.Count.ShouldBe(Pending);
        });
    }
}
