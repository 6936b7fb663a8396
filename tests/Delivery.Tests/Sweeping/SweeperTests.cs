using Microsoft.Extensions.Options;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Tests.Databases;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Tests.Sweeping;

public sealed class SweeperTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweeper_that_fails_at_every_tick_is_one_line_of_log_a_second()
    {
        const int Ticks = 50;
        await using var delivery = await new DeliveryHost(await SqliteDatabase.CreateAsync()).StartAsync();
        var options = delivery.Get<IOptions<DeliveryOptions>>();
        options.Value.SweepInterval = TimeSpan.FromSeconds(0.1);
        using var log = new LogLines();
        await delivery.Get<SchemaMigrator>().StartAsync(Cancellation);
        using var sweeper = new FailingSweeper(delivery.Get<SchemaMigrator>(), options, delivery.Clock, log);

        await sweeper.StartAsync(Cancellation);
        await sweeper.NextAsync();
        for (var tick = 0; tick < Ticks; tick++)
        {
            delivery.Clock.Advance(options.Value.SweepInterval);
            await sweeper.NextAsync();
        }

        await sweeper.StopAsync(Cancellation);
        log.All.Count.ShouldBeInRange(2, 6);
        log.All.ShouldAllBe(line => line.Contains(nameof(FailingSweeper), StringComparison.Ordinal));
        log.All.Last().ShouldContain("other times");
    }
}
