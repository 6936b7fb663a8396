using StorePush.Integration.Tests.Deployments;

namespace StorePush.Integration.Tests.Flow;

/// <summary>The main job, through gateway, broker and database, with two of each service.</summary>
public sealed class DeliveryFlowTests(RunningDeployment running) : IClassFixture<RunningDeployment>
{
    private readonly Deployment _deployment = running.Current;
    private readonly string _store = $"S-{Guid.CreateVersion7():n}";

    [Fact]
    public async Task All_devices_of_a_store_ring_on_whichever_edge_and_the_first_ack_settles_for_all()
    {
        using var platform = _deployment.Platform();
        var waiting = await platform.PlaceAsync(_store, "0");
        await platform.UntilAsync(waiting, "pending");
        await using var first = await _deployment.ConnectAsync(Deployment.Url(_deployment.Edges[0]), _store, "till-1");
        await using var second = await _deployment.ConnectAsync(Deployment.Url(_deployment.Edges[1]), _store, "till-2");
        await using var third = await _deployment.ConnectAsync(_store, "till-3");
        Terminal[] terminals = [first, second, third];

        // They have been sent what waited, which would count as a push of a message placed meanwhile.
        foreach (var terminal in terminals)
            await terminal.ExpectMessageAsync(waiting);
        await SettleAsync(waiting, second, "till-2", [first, third]);

        var id = await platform.PlaceAsync(_store, "1");

        foreach (var terminal in terminals)
            (await terminal.ExpectMessageAsync(id)).GetProperty("push").GetInt32().ShouldBe(1);
        await SettleAsync(id, second, "till-2", [first, third]);

        await platform.UntilAsync(id, "delivered");
        var message = await platform.GetMessageAsync(id);
        message.GetProperty("deliveredBy").GetString().ShouldBe("till-2");
        message.GetProperty("pushes").GetInt32().ShouldBe(1);
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_message_waits_for_the_first_device_that_connects()
    {
        using var platform = _deployment.Platform();
        var id = await platform.PlaceAsync(_store, "1");
        await platform.UntilAsync(id, "pending");

        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");

        (await terminal.ExpectMessageAsync(id)).GetProperty("push").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_was_pushed_before_says_so_to_a_device_that_comes_back()
    {
        using var platform = _deployment.Platform();
        var id = await platform.PlaceAsync(_store, "1");
        await platform.UntilAsync(id, "pending");
        await using (var terminal = await _deployment.ConnectAsync(_store, "till-1"))
            await terminal.ExpectMessageAsync(id);

        await using var again = await _deployment.ConnectAsync(_store, "till-1");

        (await again.ExpectMessageAsync(id)).GetProperty("push").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task An_expired_message_is_pushed_to_nobody()
    {
        using var platform = _deployment.Platform();
        await using var watch = await BusWatch.StartAsync(_deployment.Broker.Url);
        var id = await platform.PlaceAsync(_store, "1", ttlSeconds: 1);

        await platform.UntilAsync(id, "expired");

        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");
        await WaitUntilOnlineAsync(platform, 1);
        await terminal.ExpectNothingAsync();
        (await platform.GetMessageAsync(id)).TryGetProperty("expiredAt", out _).ShouldBeTrue();
        await Bounded.UntilAsync(() => Task.FromResult(watch.Expired.Any(expired => expired.MessageId == id)));
    }

    [Fact]
    public async Task A_device_that_rings_is_told_when_its_message_expires()
    {
        using var platform = _deployment.Platform();
        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");
        await WaitUntilOnlineAsync(platform, 1);

        var id = await platform.PlaceAsync(_store, "1", ttlSeconds: 6);

        await terminal.ExpectMessageAsync(id);
        var settled = await terminal.ExpectAsync("settled");
        settled.GetProperty("status").GetString().ShouldBe("expired");
    }

    [Fact]
    public async Task A_cancellation_reaches_the_store_also_when_it_comes_before_its_order()
    {
        using var platform = _deployment.Platform();
        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");
        await WaitUntilOnlineAsync(platform, 1);

        var cancelled = await platform.CancelAsync(_store, "1", """{"reason":"没货了","detail":{"by":"shop"}}""");
        var frame = await terminal.ExpectMessageAsync(cancelled);
        frame.GetProperty("kind").GetString().ShouldBe("order.cancelled");
        frame.GetProperty("reason").GetString().ShouldBe("没货了");
        frame.GetProperty("detail").GetProperty("by").GetString().ShouldBe("shop");

        var placed = await platform.PlaceAsync(_store, "1");
        placed.ShouldNotBe(cancelled);
        (await terminal.ExpectMessageAsync(placed)).GetProperty("kind").GetString().ShouldBe("order.placed");
    }

    [Fact]
    public async Task An_order_arrives_as_the_platform_wrote_it()
    {
        const string Order = """{"price":1.10,"big":12345678901234567890,"tiny":1e-400,"dish":"麻婆豆腐","esc":"\u00e9\/\ud83d\ude00","x":1,"x":2}""";
        using var platform = _deployment.Platform();
        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");
        await WaitUntilOnlineAsync(platform, 1);

        var id = await platform.PlaceAsync(_store, "1", Order);

        (await terminal.ExpectMessageAsync(id)).GetProperty("order").GetRawText().ShouldBe(Order);
    }

    [Fact]
    public async Task The_same_order_posted_many_times_at_once_rings_once()
    {
        using var platform = _deployment.Platform();
        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");
        await WaitUntilOnlineAsync(platform, 1);

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => platform.PlaceAsync(_store, "1")));

        var id = ids.Distinct().ShouldHaveSingleItem();
        await terminal.ExpectMessageAsync(id);
        await terminal.AcknowledgeAsync(id);
        await platform.UntilAsync(id, "delivered");
        await terminal.ExpectNothingAsync();
        (await platform.GetAsync($"/v1/stores/{_store}/messages")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_first_acks_at_once_exactly_one_wins()
    {
        const int Devices = 16;
        using var platform = _deployment.Platform();
        await using var watch = await BusWatch.StartAsync(_deployment.Broker.Url);
        var terminals = await Task.WhenAll(Enumerable.Range(0, Devices).Select(n => _deployment.ConnectAsync(_store, $"till-{n}")));
        await WaitUntilOnlineAsync(platform, Devices);
        var id = await platform.PlaceAsync(_store, "1");
        await Task.WhenAll(terminals.Select(terminal => terminal.ExpectMessageAsync(id)));

        await Task.WhenAll(terminals.Select(terminal => terminal.SendAsync($$"""{"type":"ack","id":"{{id}}"}""")));

        foreach (var terminal in terminals)
        {
            while ((await terminal.NextAsync()).GetProperty("type").GetString() != "ack.ok")
            {
                // A settled may come before.
            }
        }

        await platform.UntilAsync(id, "delivered");
        var winner = (await platform.GetMessageAsync(id)).GetProperty("deliveredBy").GetString();
        await Bounded.UntilAsync(() => Task.FromResult(watch.Delivered.Any(delivered => delivered.MessageId == id)));
        watch.Delivered.Where(delivered => delivered.MessageId == id).ShouldAllBe(delivered => delivered.DeviceId == winner);
        watch.Delivered.Count(delivered => delivered.MessageId == id).ShouldBe(1);
        foreach (var terminal in terminals)
            await terminal.DisposeAsync();
    }

    [Fact]
    public async Task A_backlog_is_replayed_oldest_first_page_by_page_and_live_messages_follow()
    {
        const int Backlog = 250;
        using var platform = _deployment.Platform();
        var ids = new List<Guid>();
        foreach (var n in Enumerable.Range(0, Backlog))
            ids.Add(await platform.PlaceAsync(_store, $"{n}"));
        foreach (var id in ids)
            await platform.UntilAsync(id, "pending");

        await using var terminal = await _deployment.ConnectAsync(_store, "till-1");
        ids.Add(await platform.PlaceAsync(_store, "live"));

        var received = new List<Guid>();
        while (received.Count < ids.Count)
            received.Add((await terminal.ExpectAsync("message")).GetProperty("id").GetGuid());
        received.Take(Backlog).ShouldBe(await ByAcceptanceAsync(platform, Backlog));
        received[^1].ShouldBe(ids[^1]);
        await terminal.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_device_that_connects_to_another_edge_is_replaced_on_the_first()
    {
        using var platform = _deployment.Platform();
        await using var old = await _deployment.ConnectAsync(Deployment.Url(_deployment.Edges[0]), _store, "till-1");
        await WaitUntilOnlineAsync(platform, 1);

        await using var current = await _deployment.ConnectAsync(Deployment.Url(_deployment.Edges[1]), _store, "till-1");

        (await old.ClosedAsync()).ShouldBe(4409);
        var id = await platform.PlaceAsync(_store, "1");
        await current.ExpectMessageAsync(id);
    }

    [Fact]
    public async Task A_revoked_device_is_closed_and_comes_back_only_with_a_newer_token()
    {
        using var platform = _deployment.Platform();
        var oldToken = _deployment.DeviceToken(_store, "till-1");
        await using var terminal = await Terminal.ConnectAsync(_deployment.Gateway, _store, "till-1", oldToken);

        await platform.RevokeAsync(_store, "till-1");

        (await terminal.ClosedAsync()).ShouldBe(4403);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(
            () => Terminal.ConnectAsync(_deployment.Gateway, _store, "till-1", oldToken));
        var newToken = await platform.IssueTokenAsync(_store, "till-1");
        await using var again = await Terminal.ConnectAsync(_deployment.Gateway, _store, "till-1", newToken);
        await again.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_devices_of_a_store_are_listed_while_they_are_online()
    {
        using var platform = _deployment.Platform();
        await using (await _deployment.ConnectAsync(_store, "till-1"))
        {
            await WaitUntilOnlineAsync(platform, 1);
            var device = (await platform.GetAsync($"/v1/stores/{_store}/devices")).GetProperty("items")[0];
            device.GetProperty("deviceId").GetString().ShouldBe("till-1");
        }

        await WaitUntilOnlineAsync(platform, 0);
    }

    [Fact]
    public async Task A_stores_messages_are_listed_newest_first_in_pages()
    {
        using var platform = _deployment.Platform();
        var ids = new List<Guid>();
        foreach (var n in Enumerable.Range(0, 5))
            ids.Add(await platform.PlaceAsync(_store, $"{n}"));
        foreach (var id in ids)
            await platform.UntilAsync(id, "pending");

        var listed = new List<Guid>();
        var cursor = "";
        do
        {
            var page = await platform.GetAsync($"/v1/stores/{_store}/messages?status=pending&limit=2{cursor}");
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("messageId").GetGuid()));
            cursor = page.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);

        listed.Order().ShouldBe(ids.Order());
        listed[0].ShouldBe((await ByAcceptanceAsync(platform, 5))[^1]);
    }

    /// <summary>One device takes a message, and the others are told.</summary>
    private static async Task SettleAsync(Guid messageId, Terminal taker, string deviceId, Terminal[] others)
    {
        await taker.AcknowledgeAsync(messageId);
        foreach (var other in others)
        {
            var settled = await other.ExpectAsync("settled");
            settled.GetProperty("id").GetGuid().ShouldBe(messageId);
            settled.GetProperty("status").GetString().ShouldBe("delivered");
            settled.GetProperty("by").GetString().ShouldBe(deviceId);
        }
    }

    private Task WaitUntilOnlineAsync(Platform platform, int devices) =>
        Bounded.UntilAsync(async () =>
            (await platform.GetAsync($"/v1/stores/{_store}/devices")).GetProperty("items").GetArrayLength() == devices);

    /// <summary>The store's messages as they were accepted, oldest first.</summary>
    private async Task<List<Guid>> ByAcceptanceAsync(Platform platform, int skipAfter)
    {
        var items = new List<(DateTimeOffset AcceptedAt, Guid Id)>();
        var cursor = "";
        do
        {
            var page = await platform.GetAsync($"/v1/stores/{_store}/messages?limit=200{cursor}");
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(item =>
                (item.GetProperty("acceptedAt").GetDateTimeOffset(), item.GetProperty("messageId").GetGuid())));
            cursor = page.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);

        items.Reverse();
        return [.. items.Take(skipAfter).Select(item => item.Id)];
    }
}
