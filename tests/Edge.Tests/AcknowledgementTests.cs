using StorePush.Contracts;
using StorePush.Edge.Tests.Running;
using StorePush.Hosting.Messaging;

namespace StorePush.Edge.Tests;

public sealed class AcknowledgementTests : EdgeTest
{
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly TaskCompletionSource _safe = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task An_ack_is_confirmed_when_it_is_safe_and_not_before()
    {
        HoldAcks(Edge);
        using var device = await Edge.ConnectLiveAsync();

        await device.AckAsync(_id);
        var published = await Edge.Delivery.NextAsync<DeviceAcknowledged>();
        await device.NothingElseAsync();
        _safe.SetResult();

        (await device.NextTextAsync()).ShouldBe($$"""{"type":"ack.ok","id":"{{_id}}"}""");
        published.ShouldBe(new() { MessageId = _id, StoreId = "s1", DeviceId = "d1", AcknowledgedAt = Edge.Now });
    }

    [Fact]
    public async Task An_ack_that_is_not_safe_is_not_confirmed_and_may_be_sent_again()
    {
        using var device = await Edge.ConnectLiveAsync();
        var tries = 0;
        Edge.Delivery.OnPublish = _ =>
            Interlocked.Increment(ref tries) == 1 ? throw new BrokerUnavailableException() : Task.CompletedTask;

        await device.AckAsync(_id);
        await Edge.Delivery.NextAsync<DeviceAcknowledged>();
        await device.NothingElseAsync();

        // Until the edge has put the first one down, it takes no notice of another.
        string answer;
        do
        {
            await device.AckAsync(_id);
            await device.SendAsync("""{"type":"ping"}""");
            answer = await device.NextTextAsync();
        }
        while (answer.Contains("pong", StringComparison.Ordinal));
        answer.ShouldBe($$"""{"type":"ack.ok","id":"{{_id}}"}""");
        Edge.Delivery.All<DeviceAcknowledged>().Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task An_ack_that_is_not_safe_does_not_stop_further_pushes()
    {
        using var device = await Edge.ConnectLiveAsync();
        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);
        Edge.Delivery.OnPublish = _ => throw new BrokerUnavailableException();

        await device.AckAsync(_id);
        await device.NothingElseAsync();
        await Edge.PushAsync(Edge.A(_id, device) with { IsRepeat = true });

        await device.NextAsync("message", _id);
    }

    [Fact]
    public async Task Acks_that_come_while_others_are_under_way_travel_as_one_message()
    {
        var batches = new List<int>();
        Edge.Delivery.OnPublish = async message =>
        {
            if (message is not DevicesAcknowledged acknowledged)
                return;

            lock (batches)
                batches.Add(acknowledged.Acknowledgements.Count);
            await _safe.Task;
        };
        using var device = await Edge.ConnectLiveAsync();
        foreach (var first in Ids(2))
        {
            await device.AckAsync(first);
            await Edge.Delivery.NextAsync<DeviceAcknowledged>();
        }

        await device.AckAsync(Ids(20));
        await device.NothingElseAsync();
        _safe.SetResult();

        for (var i = 0; i < 22; i++)
            await device.NextAsync("ack.ok");
        batches.ShouldBe([1, 1, 20]);
    }

    [Fact]
    public async Task An_ack_that_is_repeated_while_it_is_under_way_is_published_once()
    {
        HoldAcks(Edge);
        using var device = await Edge.ConnectLiveAsync();

        await device.AckAsync(_id);
        await device.AckAsync(_id);
        await device.NothingElseAsync();
        _safe.SetResult();

        await device.NextAsync("ack.ok", _id);
        await device.NothingElseAsync();
        Edge.Delivery.All<DeviceAcknowledged>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_ack_that_is_repeated_later_is_confirmed_again()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.AckAsync(_id);
        await device.NextAsync("ack.ok", _id);
        await device.AckAsync(_id);

        await device.NextAsync("ack.ok", _id);
    }

    [Fact]
    public async Task An_ack_may_name_100_messages_and_each_is_confirmed()
    {
        using var device = await Edge.ConnectLiveAsync();
        var ids = Ids(100);

        await device.AckAsync(ids);

        var confirmed = new List<Guid>();
        foreach (var _ in ids)
            confirmed.Add((await device.NextAsync("ack.ok")).GetProperty("id").GetGuid());
        confirmed.ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task An_ack_of_101_messages_is_an_error_and_acknowledges_none()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.AckAsync(Ids(101));

        (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("bad_ack");
        await device.NothingElseAsync();
        Edge.Delivery.All<DeviceAcknowledged>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"ack"}""")]
    [InlineData("""{"type":"ack","id":null}""")]
    [InlineData("""{"type":"ack","id":"m1"}""")]
    [InlineData("""{"type":"ack","id":7}""")]
    [InlineData("""{"type":"ack","id":{"id":"01890a5d-ac96-774b-bcce-b302099a8057"}}""")]
    [InlineData("""{"type":"ack","ids":[]}""")]
    [InlineData("""{"type":"ack","ids":"01890a5d-ac96-774b-bcce-b302099a8057"}""")]
    [InlineData("""{"type":"ack","ids":["01890a5d-ac96-774b-bcce-b302099a8057","m2"]}""")]
    [InlineData("""{"ids":["01890a5d-ac96-774b-bcce-b302099a8057",["m2"]],"type":"ack"}""")]
    public async Task A_bad_ack_is_answered_with_an_error_and_the_connection_stays_open(string ack)
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.SendAsync(ack);

        var error = await device.NextAsync("error");
        error.GetProperty("code").GetString().ShouldBe("bad_ack");
        error.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        await device.NothingElseAsync();
        Edge.Delivery.All<DeviceAcknowledged>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_was_acknowledged_is_pushed_to_nobody_any_more()
    {
        using var first = await Edge.ConnectLiveAsync(deviceId: "d1");
        using var second = await Edge.ConnectLiveAsync(deviceId: "d2");
        await Edge.PushAsync(Edge.A(_id, first));
        await first.NextAsync("message", _id);

        await first.AckAsync(_id);
        await first.NextAsync("ack.ok", _id);
        await Edge.PushAsync(Edge.A(_id, first, second));

        await first.NothingElseAsync();
        await second.NothingElseAsync();
    }

    [Fact]
    public async Task An_ack_of_what_was_never_sent_hides_nothing_that_is_yet_to_come()
    {
        using var device = await Edge.ConnectLiveAsync();

        await device.AckAsync(_id);
        await device.NextAsync("ack.ok", _id);
        await Edge.PushAsync(Edge.A(_id, device));

        await device.NextAsync("message", _id);
    }

    [Fact]
    public async Task An_ack_of_another_stores_message_is_confirmed_and_changes_nothing_there()
    {
        using var device = await Edge.ConnectLiveAsync();
        using var stranger = await Edge.ConnectLiveAsync("s2");
        await Edge.PushAsync(Edge.A(_id, device));
        await device.NextAsync("message", _id);

        await stranger.AckAsync(_id);
        await stranger.NextAsync("ack.ok", _id);
        await Edge.PushAsync(Edge.A(_id, device) with { IsRepeat = true });

        await device.NextAsync("message", _id);
        Edge.Delivery.All<DeviceAcknowledged>().Single().StoreId.ShouldBe("s2");
    }

    [Fact]
    public async Task More_acks_than_the_edge_holds_are_to_be_sent_again_later()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxPendingAcks=2");
        HoldAcks(edge);
        using var device = await edge.ConnectLiveAsync();
        var ids = Ids(3);
        await edge.PushAsync([.. ids.Select(id => edge.A(id, device))]);
        foreach (var id in ids)
            await device.NextAsync("message", id);

        await device.AckAsync(ids);
        (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("too_many_acks");
        _safe.SetResult();
        await device.NextAsync("ack.ok");
        await device.NextAsync("ack.ok");
        await device.AckAsync(ids[2]);

        await device.NextAsync("ack.ok", ids[2]);
    }

    [Fact]
    public async Task A_device_that_makes_up_acks_too_fast_is_to_send_them_again_later()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxPendingAcks=2", "--Edge:AcksPerSecond=1");
        using var device = await edge.ConnectLiveAsync();
        var ids = Ids(3);

        foreach (var id in ids[..2])
        {
            await device.AckAsync(id);
            await device.NextAsync("ack.ok", id);
        }

        await device.AckAsync(ids[0]);
        (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("too_many_acks");
        edge.Clock.Advance(TimeSpan.FromSeconds(1));
        await device.AckAsync(ids[2]);
        await device.NextAsync("ack.ok", ids[2]);
        await device.AckAsync(ids[2]);

        (await device.NextAsync("error")).GetProperty("code").GetString().ShouldBe("too_many_acks");
        edge.Delivery.All<DeviceAcknowledged>().Select(ack => ack.MessageId).ShouldBe(ids);
    }

    [Fact]
    public async Task A_backlog_may_be_acknowledged_as_fast_as_it_comes()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxPendingAcks=1", "--Edge:AcksPerSecond=1");
        using var device = await edge.ConnectLiveAsync();

        foreach (var id in Ids(10))
        {
            await edge.PushAsync(edge.A(id, device));
            await device.NextAsync("message", id);
            await device.AckAsync(id);
            await device.NextAsync("ack.ok", id);
        }
    }

    private void HoldAcks(EdgeProcess edge) =>
        edge.Delivery.OnPublish = message => message is DevicesAcknowledged ? _safe.Task : Task.CompletedTask;

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
