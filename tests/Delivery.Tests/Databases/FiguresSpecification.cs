using Microsoft.Extensions.DependencyInjection;
using StorePush.Delivery.Figures;
using StorePush.Delivery.Figures.Answers;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>How it is going.</summary>
public abstract class FiguresSpecification : DeliveryDatabaseSpecification
{
    [Fact]
    public async Task What_all_processes_have_done_is_added_up()
    {
        await using var delivery = await HostAsync();
        var other = new FiguresRecorder(delivery.Clock);
        var mine = delivery.Get<FiguresRecorder>();
        mine.Accepted();
        mine.Settled(Delivered(TimeSpan.FromMilliseconds(100)));
        other.Accepted();
        other.Settled(Delivered(TimeSpan.FromMilliseconds(900)));
        other.Settled(new DeliveryState());

        await SweepAsync<FiguresWriter>(delivery);
        await WriteAsync(delivery, other);
        delivery.Clock.Advance(FiguresSlice.Length + TimeSpan.FromSeconds(2));

        var figures = await delivery.Get<FiguresReader>().GetAsync(Cancellation);
        var slice = figures.History.ShouldHaveSingleItem();
        slice.At.ShouldBe(DeliveryHost.Start);
        (slice.Accepted, slice.Delivered, slice.Expired).ShouldBe((2, 2, 1));
        (figures.LastMinute.Accepted, figures.LastMinute.Delivered, figures.LastMinute.Expired).ShouldBe((2, 2, 1));
        slice.LatencyMs.ShouldNotBeNull().P50.ShouldBeInRange(100, 110);
        slice.LatencyMs!.P99.ShouldBeInRange(900, 990);
    }

    [Fact]
    public async Task A_process_writes_one_row_for_every_five_seconds_in_which_it_did_something()
    {
        await using var delivery = await HostAsync();
        var recorder = delivery.Get<FiguresRecorder>();
        foreach (var _ in Enumerable.Range(0, 7))
        {
            recorder.Accepted();
            await SweepAsync<FiguresWriter>(delivery);
            delivery.Clock.Advance(TimeSpan.FromSeconds(1));
            await SweepAsync<FiguresWriter>(delivery);
        }

        var figures = await delivery.Get<FiguresReader>().GetAsync(Cancellation);

        figures.History.Select(slice => slice.Accepted).ShouldBe([5, 2]);
        recorder.Changed().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_minute_is_a_whole_one_whenever_somebody_looks()
    {
        await using var delivery = await HostAsync();
        var seen = new List<int>();
        for (var second = 0; second < 80; second++)
        {
            delivery.Get<FiguresRecorder>().Accepted();
            delivery.Clock.Advance(TimeSpan.FromSeconds(1));
            seen.Add((await ReadAsync(delivery)).LastMinute.Accepted);
            await SweepAsync<FiguresWriter>(delivery);
        }

        seen[^12..].ShouldAllBe(accepted => accepted == 60);
    }

    [Fact]
    public async Task What_was_written_stays_when_the_clock_goes_back()
    {
        await using var delivery = await HostAsync();
        var recorder = delivery.Get<FiguresRecorder>();
        recorder.Accepted();
        recorder.Accepted();
        delivery.Clock.Advance(FiguresSlice.Length);
        await SweepAsync<FiguresWriter>(delivery);

        delivery.Clock.AdjustTime(DeliveryHost.Start);
        recorder.Accepted();
        await SweepAsync<FiguresWriter>(delivery);

        var figures = await delivery.Get<FiguresReader>().GetAsync(Cancellation);
        figures.History.ShouldHaveSingleItem().Accepted.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_too_old_to_be_shown_is_deleted()
    {
        await using var delivery = await HostAsync();
        delivery.Get<FiguresRecorder>().Accepted();
        await SweepAsync<FiguresWriter>(delivery);

        delivery.Clock.Advance(TimeSpan.FromMinutes(20));
        await SweepAsync<FiguresWriter>(delivery);

        (await delivery.Get<FiguresReader>().GetAsync(Cancellation)).History.ShouldBeEmpty();
        (await delivery.Get<Database>().QueryAsync(context => Task.FromResult(context.Figures.Count()))).ShouldBe(0);
    }

    [Fact]
    public async Task Pending_messages_are_counted_by_age_and_by_store()
    {
        await using var delivery = await HostAsync();
        foreach (var (store, age) in new[] { ("S1", 0), ("S1", 9), ("S1", 11), ("S2", 61), ("S2", 301), ("S3", 2_000) })
            await delivery.AddAsync(row => (row.StoreId, row.AcceptedAt) = (store, DeliveryHost.Start.AddSeconds(-age)));
        await delivery.AddAsync(row => row.State = "Delivered");
        await delivery.ConnectAsync("till-1", "edge-1");
        await delivery.ConnectAsync("till-2", "edge-2");

        var figures = await delivery.Get<FiguresReader>().GetAsync(Cancellation);

        figures.Pending.Count.ShouldBe(6);
        figures.Pending.OldestAcceptedAt.ShouldBe(DeliveryHost.Start.AddSeconds(-2_000));
        figures.Pending.ByAge.Select(age => (age.UnderSeconds, age.Count)).ShouldBe(
            [((int?)10, 2), (60, 1), (300, 1), (900, 1), (null, 1)]);
        figures.Pending.Stores.ShouldNotBeNull().Select(store => (store.StoreId, store.Pending, store.Devices))
            .ShouldBe([("S3", 1, 0), ("S2", 2, 0), ("S1", 3, 2)]);
        (figures.Online.Devices, figures.Online.Stores).ShouldBe((2, 1));
        figures.Online.Edges.Select(edge => (edge.Edge, edge.Devices)).ShouldBe([("edge-1", 1), ("edge-2", 1)]);
    }

    [Fact]
    public async Task The_figures_of_a_store_are_of_that_store_alone()
    {
        await using var delivery = await HostAsync();
        var at = DeliveryHost.Start.AddSeconds(-3);
        await delivery.AddAsync();
        await delivery.AddAsync(row => (row.State, row.AcceptedAt, row.SettledAt) = ("Delivered", at, at.AddMilliseconds(250)));
        await delivery.AddAsync(row => (row.State, row.AcceptedAt, row.SettledAt) = ("Expired", at.AddMinutes(-30), at));
        await delivery.AddAsync(row => row.StoreId = "S2");
        await delivery.ConnectAsync("till-1");
        delivery.Clock.Advance(TimeSpan.FromSeconds(1));

        var figures = await delivery.Get<StoreFigures>().GetAsync("S1", Cancellation);

        (figures.LastMinute.Accepted, figures.LastMinute.Delivered, figures.LastMinute.Expired).ShouldBe((2, 1, 1));
        figures.LastMinute.LatencyMs.ShouldNotBeNull().P50.ShouldBeInRange(250, 275);
        figures.History.Select(slice => (slice.Accepted, slice.Delivered, slice.Expired)).ShouldBe([(1, 1, 1), (1, 0, 0)]);
        (figures.Pending.Count, figures.Pending.Stores, figures.Online.Devices).ShouldBe((1, null, 1));
    }

    private static DeliveryState Delivered(TimeSpan after) => new()
    {
        AcceptedAt = DeliveryHost.Start,
        SettledAt = DeliveryHost.Start + after,
        DeliveredBy = "till-1",
    };

    /// <summary>What somebody sees to whom nobody has shown it before.</summary>
    private static async Task<LiveFigures> ReadAsync(DeliveryHost delivery)
    {
        using var reader = ActivatorUtilities.CreateInstance<FiguresReader>(delivery.Services);
        return await reader.GetAsync(Cancellation);
    }

    /// <summary>What another process does.</summary>
    private static async Task WriteAsync(DeliveryHost delivery, FiguresRecorder recorder)
    {
        using var writer = ActivatorUtilities.CreateInstance<FiguresWriter>(delivery.Services, recorder);
        await writer.SweepAsync(Cancellation);
    }
}
