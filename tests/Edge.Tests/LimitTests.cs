using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using StorePush.Contracts;
using StorePush.Edge.Tests.Devices;
using StorePush.Edge.Tests.Running;

namespace StorePush.Edge.Tests;

public sealed class LimitTests
{
    [Theory]
    [InlineData("--Edge:MaxConnections=1")]
    [InlineData("--Http:MaxConnections=1")]
    public async Task A_full_edge_refuses_devices_until_one_leaves(string limit)
    {
        await using var edge = await EdgeProcess.StartAsync(limit);
        using var device = await edge.ConnectLiveAsync(deviceId: "d1");

        using var refused = await edge.HandshakeAsync(edge.TokenFor("s1", "d2"), deviceId: "d2");
        await device.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        refused.ShouldSayWhenToRetry();
        await Bounded.UntilAsync(async () =>
        {
            using var answer = await edge.HandshakeAsync(edge.TokenFor("s1", "d2"), deviceId: "d2");
            return answer.StatusCode == HttpStatusCode.SwitchingProtocols;
        });
    }

    [Fact]
    public async Task A_store_with_all_its_connections_gets_no_more_and_other_stores_do()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxConnectionsPerStore=1");
        using var device = await edge.ConnectLiveAsync(deviceId: "d1");

        using var refused = await edge.HandshakeAsync(edge.TokenFor("s1", "d2"), deviceId: "d2");
        using var other = await edge.ConnectLiveAsync("s2", "d2");
        using var again = await edge.ConnectLiveAsync(deviceId: "d1");

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        refused.ShouldSayWhenToRetry();
        (await device.CloseCodeAsync()).ShouldBe(4409);
        await again.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        await Bounded.UntilAsync(async () =>
        {
            using var answer = await edge.HandshakeAsync(edge.TokenFor("s1", "d2"), deviceId: "d2");
            return answer.StatusCode == HttpStatusCode.SwitchingProtocols;
        });
    }

    [Fact]
    public async Task A_device_that_keeps_its_replaced_connections_open_gets_past_no_limit_of_its_store()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxConnectionsPerStore=1");
        Task<RawDevice> ConnectAsync() => RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"));

        // None of them answers a close.
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();
        (await first.CloseCodeAsync()).ShouldBe(4409);
        using var refused = await edge.HandshakeAsync(edge.TokenFor("s1", "d1"));
        var end = first.EndAsync();
        await edge.PassTimeUntilAsync(() => end.IsCompleted);
        await edge.Delivery.NextAsync<DevicesDisconnected>();
        using var third = await ConnectAsync();

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        refused.ShouldSayWhenToRetry();
    }

    [Fact]
    public async Task The_place_of_a_device_that_left_is_free_before_the_broker_has_heard_of_it()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxConnectionsPerStore=1");
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        edge.Delivery.OnPublish = message => message is DevicesDisconnected ? confirmed.Task : Task.CompletedTask;
        using var device = await edge.ConnectLiveAsync(deviceId: "d1");

        await device.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        await edge.Delivery.NextAsync<DevicesDisconnected>();
        using var next = await edge.ConnectLiveAsync(deviceId: "d2");

        await next.NothingElseAsync();
        confirmed.SetResult();
    }

    [Fact]
    public async Task No_token_is_looked_at_past_the_limit_and_nothing_is_published()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:HandshakesPerSecond=1");
        var watch = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => edge.HandshakeAsync("nonsense")));
        var refills = (int)watch.Elapsed.TotalSeconds + 1;

        answers.Select(answer => answer.StatusCode).Distinct()
            .ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable], ignoreOrder: true);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized).ShouldBeInRange(1, 2 + refills);
        edge.Delivery.All<object>().ShouldBeEmpty();
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task A_full_edge_looks_at_no_token()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:MaxConnections=1");
        using var device = await edge.ConnectLiveAsync(deviceId: "d1");

        using var refused = await edge.HandshakeAsync("nonsense");

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_device_that_never_ends_its_frame_is_closed_with_4408_though_it_is_not_silent()
    {
        await using var edge = await EdgeProcess.StartAsync();
        using var device = await RawDevice.ConnectAsync(edge.SocketUrl(), edge.TokenFor("s1", "d1"));
        var connection = edge.Registry.Find((await edge.Delivery.NextAsync<DeviceConnected>()).ConnectionId)!;
        var closed = device.CloseCodeAsync();

        // A text frame of 4,000 bytes, of which there is one every second.
        await device.SendBytesAsync([0x81, 0xFE, 0x0F, 0xA0, 0, 0, 0, 0, (byte)'{']);
        await Bounded.UntilAsync(() => Task.FromResult(connection.Silence == TimeSpan.Zero));
        var patience = await edge.PassTimeUntilAsync(() =>
        {
            if (!closed.IsCompleted)
                _ = device.SendBytesAsync([(byte)' ']);
            return closed.IsCompleted;
        });

        (await closed).ShouldBe(4408);
        patience.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Devices_that_come_faster_than_the_edge_may_take_them_are_told_to_come_later()
    {
        await using var edge = await EdgeProcess.StartAsync("--Edge:HandshakesPerSecond=1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(index =>
            edge.HandshakeAsync(edge.TokenFor("s1", $"d{index}"), deviceId: $"d{index}")));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.SwitchingProtocols);
        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.SwitchingProtocols).ToArray();
        refused.ShouldNotBeEmpty();
        foreach (var answer in refused)
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
            answer.ShouldSayWhenToRetry();
        }

        foreach (var answer in answers)
            answer.Dispose();
    }
}
