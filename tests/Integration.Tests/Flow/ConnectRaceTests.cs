using StorePush.Integration.Tests.Deployments;

namespace StorePush.Integration.Tests.Flow;

/// <summary>The gap that lost orders in the system before: an order that is accepted while its store's device connects.</summary>
public sealed class ConnectRaceTests(RunningDeployment running) : IClassFixture<RunningDeployment>
{
    private const int Races = 1_000;
    private const int AtOnce = 10;

    /// <summary>Shorter than the first repeated push comes, so that a message which that one had to save counts as lost.</summary>
    private static readonly TimeSpan BeforeTheRepeatedPush = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_device_that_connects_while_an_order_is_accepted_always_rings()
    {
        var deployment = running.Current;
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
                    await terminal.ExpectMessageAsync(id, BeforeTheRepeatedPush);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref missed);
                }
            });

        missed.ShouldBe(0);
    }
}
