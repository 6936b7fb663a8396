using StorePush.Contracts;
using StorePush.Delivery.Devices;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Replay;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Status;
using StorePush.Protocol;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>What people look for: where an order is, and how it came there.</summary>
public abstract class ConsoleSpecification : DeliveryDatabaseSpecification
{
    [Fact]
    public async Task Each_push_is_noted_with_its_time_and_its_edges_in_the_update_that_counts_it()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1", "edge-2");
        await delivery.ConnectAsync("till-2", "edge-1");
        await delivery.ConnectAsync("till-3", "edge-1");
        var message = await delivery.AddAsync();

        await delivery.Get<StoreNotifier>().PushAsync(message, Cancellation);
        delivery.Clock.Advance(TimeSpan.FromSeconds(10));
        await SweepAsync<RepeatedPushSweeper>(delivery);
        delivery.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = (await delivery.ConnectAsync("till-4", "edge-3")).Event;
        await delivery.Get<ReplayPages>().SendAsync("edge-3", "S1", late.ConnectionId, null, Cancellation);

        var row = (await delivery.FindAsync(message.CorrelationId))!;
        row.Pushes.ShouldBe(3);
        PushLog.Read(row.PushLog).Select(push => (push.At, string.Join(' ', push.Edges))).ShouldBe(
        [
            (DeliveryHost.Start, "edge-1 edge-2"),
            (DeliveryHost.Start.AddSeconds(10), "edge-1 edge-2"),
            (DeliveryHost.Start.AddSeconds(11), "edge-3"),
        ]);
    }

    [Fact]
    public async Task Each_message_of_a_commit_gets_the_edges_of_its_own_store()
    {
        await using var delivery = await HostAsync();
        var (first, second) = (await delivery.AddAsync(), await delivery.AddAsync());

        var counts = await delivery.Get<Database>().QueryAsync(context => context.CountPushesAsync(
            [new(first.CorrelationId, "1 a\n"), new(second.CorrelationId, "2 b\n"), new(Guid.CreateVersion7(), "3 c\n")], DeliveryHost.Start, Cancellation));

        counts.ShouldBe(new Dictionary<Guid, int> { [first.CorrelationId] = 1, [second.CorrelationId] = 1 }, ignoreOrder: true);
        (await delivery.FindAsync(first.CorrelationId))!.PushLog.ShouldBe("1 a\n");
        (await delivery.FindAsync(second.CorrelationId))!.PushLog.ShouldBe("2 b\n");
    }

    [Fact]
    public async Task Of_a_message_that_rings_for_long_only_the_first_pushes_are_noted()
    {
        await using var delivery = await HostAsync();
        await delivery.ConnectAsync("till-1");
        var full = string.Concat(Enumerable.Repeat(PushLog.Line(DeliveryHost.Start, ["edge-1"]), PushLog.MaxPushes));
        var live = await delivery.AddAsync(row => (row.Pushes, row.PushLog) = (PushLog.MaxPushes, full));
        var swept = await delivery.AddAsync(row => (row.Pushes, row.PushLog, row.NextPushAt) = (PushLog.MaxPushes, full, DeliveryHost.Start));

        await delivery.Get<StoreNotifier>().PushAsync(live, Cancellation);
        await SweepAsync<RepeatedPushSweeper>(delivery);

        foreach (var message in new[] { live, swept })
        {
            var row = (await delivery.FindAsync(message.CorrelationId))!;
            (row.Pushes, row.PushLog).ShouldBe((PushLog.MaxPushes + 1, full));
        }
    }

    [Fact]
    public async Task An_order_is_found_in_every_store_that_has_it()
    {
        await using var delivery = await HostAsync();
        foreach (var store in (string[])["S1", "S2", "S3"])
            await delivery.AddAsync(Order(store, "1001"));
        await delivery.AddAsync(Order("S2", "1001", MessageKinds.OrderCancelled));
        await delivery.AddAsync(Order("S2", "1002"));
        var search = delivery.Get<OrderSearch>();

        var (found, next) = await search.FindAfterAsync("1001", "", Platforms.All, Cancellation);

        found.Select(message => (message.StoreId, message.Kind)).ShouldBe(
            [("S1", "order.placed"), ("S2", "order.placed"), ("S2", "order.cancelled"), ("S3", "order.placed")], ignoreOrder: true);
        next.ShouldBeNull();
        (await search.FindAsync("1001", "S2", Platforms.All, Cancellation)).Count.ShouldBe(2);
        (await search.FindAsync("1001", "S4", Platforms.All, Cancellation)).ShouldBeEmpty();
        (await search.FindAfterAsync("1001", "", [Platforms.Ebai], Cancellation)).Found.ShouldBeEmpty();
        (await search.FindAfterAsync("1001", "S2", Platforms.All, Cancellation)).Found.ShouldHaveSingleItem().StoreId.ShouldBe("S3");
    }

    [Fact]
    public async Task A_search_goes_through_many_stores_page_by_page()
    {
        await using var delivery = await HostAsync();
        await delivery.AddAsync(Enumerable.Range(0, OrderSearch.StoresPerPage).Select(number => Order($"A{number:D5}", "other").Single()));
        await delivery.AddAsync(Order("B", "1001"));
        var search = delivery.Get<OrderSearch>();

        var (found, next) = await search.FindAfterAsync("1001", "", Platforms.All, Cancellation);
        var (foundThen, nextThen) = await search.FindAfterAsync("1001", next.ShouldNotBeNull(), Platforms.All, Cancellation);

        (found.Count, foundThen.Count, nextThen).ShouldBe((0, 1, null));
    }

    [Fact]
    public async Task Every_connection_of_a_device_is_closed_in_a_way_that_lets_it_come_back()
    {
        await using var delivery = await HostAsync();
        var connected = (await delivery.ConnectAsync("till-1")).Event;
        await delivery.ConnectAsync("till-2");

        (await delivery.Get<DeviceConnections>().CloseAsync("S1", "till-1", Cancellation)).ShouldBeTrue();
        (await delivery.Get<DeviceConnections>().CloseAsync("S1", "till-3", Cancellation)).ShouldBeFalse();
        (await delivery.Get<DeviceConnections>().CloseAsync("S2", "till-1", Cancellation)).ShouldBeFalse();

        var command = delivery.Published<CloseConnection>().ShouldHaveSingleItem();
        (command.EdgeId, command.ConnectionId, command.Code).ShouldBe(("edge-1", connected.ConnectionId, 1012));
    }

    private static DeliveryState[] Order(string storeId, string orderId, string kind = MessageKinds.OrderPlaced)
    {
        var message = DeliveryHost.NewMessage();
        (message.StoreId, message.OrderId, message.Kind) = (storeId, orderId, kind);
        message.CorrelationId = MessageIds.Create(message.Platform, storeId, orderId, kind);
        return [message];
    }
}
