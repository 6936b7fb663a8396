using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Pending;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>What the metrics tell of what is pending.</summary>
public abstract class PendingSpecification : DeliveryDatabaseSpecification
{
    private const string OldestOnline = "storepush.delivery.oldest_pending{online=true}";

    [Fact]
    public async Task Pending_messages_are_told_apart_by_whether_their_store_is_online()
    {
        await using var delivery = await HostAsync();
        using var measured = new Measurements(delivery.Get<IMeterFactory>());
        await delivery.ConnectAsync("till-1");
        await delivery.ConnectAsync("till-2");
        await delivery.AddAsync(row => row.AcceptedAt = DeliveryHost.Start.AddSeconds(-7));
        await delivery.AddAsync();
        await delivery.AddAsync(row => (row.StoreId, row.AcceptedAt) = ("S2", DeliveryHost.Start.AddMinutes(-20)));
        await delivery.AddAsync(row => (row.StoreId, row.AcceptedAt) = ("S3", DeliveryHost.Start.AddMinutes(-10)));
        await delivery.AddAsync(row => (row.State, row.AcceptedAt) = ("Delivered", DeliveryHost.Start.AddHours(-1)));

        await delivery.Get<PendingWatch>().LookAsync(Cancellation);

        var gauges = measured.Gauges();
        gauges["storepush.delivery.pending{online=true}"].ShouldBe(2);
        gauges["storepush.delivery.pending{online=false}"].ShouldBe(2);
        gauges[OldestOnline].ShouldBe(7);
        gauges["storepush.delivery.oldest_pending{online=false}"].ShouldBe(1_200);
        gauges["storepush.delivery.database_up"].ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_pending_is_shown_as_nothing()
    {
        await using var delivery = await HostAsync();
        using var measured = new Measurements(delivery.Get<IMeterFactory>());
        await delivery.AddAsync(row => row.State = "Expired");

        await delivery.Get<PendingWatch>().LookAsync(Cancellation);

        measured.Gauges().Where(gauge => gauge.Key != "storepush.delivery.database_up").ShouldAllBe(gauge => gauge.Value == 0);
    }

    [Fact]
    public async Task The_lag_of_the_sweepers_is_how_long_the_first_of_what_is_due_has_been_due()
    {
        await using var delivery = await HostAsync();
        using var measured = new Measurements(delivery.Get<IMeterFactory>());
        await delivery.AddAsync(row => (row.ExpiryDueAt, row.NextPushAt) = (DeliveryHost.Start.AddSeconds(-3), null));
        await delivery.AddAsync(row => row.NextPushAt = DeliveryHost.Start.AddSeconds(-2));
        await delivery.AddAsync();

        await delivery.Get<PendingWatch>().LookAsync(Cancellation);

        var gauges = measured.Gauges();
        gauges["storepush.delivery.sweep_lag{sweeper=expiry}"].ShouldBe(3);
        gauges["storepush.delivery.sweep_lag{sweeper=push}"].ShouldBe(2);
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_shown_but_that()
    {
        await using var delivery = await HostAsync();
        using var measured = new Measurements(delivery.Get<IMeterFactory>());
        await delivery.AddAsync();
        await delivery.Get<PendingWatch>().LookAsync(Cancellation);
        measured.Gauges().ShouldContainKey(OldestOnline);

        delivery.IsDatabaseAway = true;
        await delivery.Get<PendingWatch>().LookAsync(Cancellation);

        measured.Gauges().ShouldHaveSingleItem().ShouldBe(new("storepush.delivery.database_up", 0));
    }

    [Fact]
    public async Task That_the_database_is_away_is_shown_before_there_ever_was_one()
    {
        await using var delivery = await HostAsync();
        using var measured = new Measurements(delivery.Get<IMeterFactory>());
        delivery.IsDatabaseAway = true;
        var watch = delivery.Get<PendingWatch>();

        await watch.StartAsync(Cancellation);

        await Bounded.UntilAsync(() => Task.FromResult(measured.Gauges().Contains(new("storepush.delivery.database_up", 0))));
        await watch.StopAsync(Cancellation);
    }

    [Fact]
    public async Task What_can_not_be_counted_is_not_taken_for_a_database_that_is_away()
    {
        var database = await CreateDatabaseAsync();
        await using var delivery = await new DeliveryHost(database).StartAsync();
        using var measured = new Measurements(delivery.Get<IMeterFactory>());
        await using (var context = database.Open())
            await context.Database.ExecuteSqlRawAsync("ALTER TABLE deliveries RENAME TO others", Cancellation);

        await delivery.Get<PendingWatch>().LookAsync(Cancellation);

        measured.Gauges().ShouldHaveSingleItem().ShouldBe(new("storepush.delivery.database_up", 1));
    }

    [Fact]
    public async Task A_message_that_waits_too_long_for_a_store_with_a_device_is_named_in_the_log_once_a_minute()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var oldest = await delivery.AddAsync();
        await delivery.AddAsync(row => row.AcceptedAt = DeliveryHost.Start.AddSeconds(1));
        await delivery.AddAsync(row => (row.StoreId, row.AcceptedAt) = ("S2", DeliveryHost.Start.AddMinutes(-20)));

        await delivery.Get<PendingWatch>().LookAsync(Cancellation);
        delivery.Log.All.ShouldBeEmpty();

        delivery.Clock.Advance(TimeSpan.FromSeconds(16));
        await delivery.Get<PendingWatch>().LookAsync(Cancellation);
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));
        await delivery.Get<PendingWatch>().LookAsync(Cancellation);
        delivery.Log.All.ShouldHaveSingleItem().ShouldContain($"Message {oldest.CorrelationId} of store S1 has been pending for 00:00:16");
    }
}
