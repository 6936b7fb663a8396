namespace StorePush.Pos.Tests.HardCases;

/// <summary>Cases that want a server to themselves, to kill it or to have it as it comes.</summary>
public sealed class OwnServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Hasty = TimeSpan.FromMilliseconds(700);

    private StandaloneProcess _standalone = null!;

    public async ValueTask InitializeAsync() => _standalone = await StandaloneProcess.StartAsync();

    public ValueTask DisposeAsync() => _standalone.DisposeAsync();

    [Fact]
    public async Task A_server_that_is_killed_between_message_and_ack_gets_the_ack_when_it_is_back()
    {
        var mayReturn = new TaskCompletionSource();
        await using var terminal = Terminal(_ => mayReturn.Task);
        await terminal.ConnectedAsync();
        var id = await _standalone.Platform.PlaceAsync("S1", "1");
        await terminal.RingAsync();

        await _standalone.KillAsync();
        await terminal.ExpectAsync(ConnectionState.Waiting);
        mayReturn.SetResult();
        await _standalone.RestartAsync();

        (await terminal.AcknowledgedAsync()).ShouldBe(id);
        await _standalone.Platform.UntilAsync(id, "delivered");
        terminal.Rung.ShouldBe(1);
    }

    [Fact]
    public Task A_server_that_stood_still_does_not_take_attempts_that_were_given_up_for_another_terminal() =>
        StandStillAsync(_standalone.Url, _standalone.FreezeAsync, _standalone.ThawAsync);

    [Fact]
    public async Task Nor_does_a_gateway_that_stood_still()
    {
        var directory = Directory.CreateTempSubdirectory("storepush-gateway-");
        var upstream = _standalone.Url.ToString();
        await using (var gateway = await ServiceProcess.StartAsync(
            "Gateway",
            directory.FullName,
            ("Gateway__Ingest", upstream), ("Gateway__Delivery", upstream), ("Gateway__Edge", upstream)))
            await StandStillAsync(gateway.Url, gateway.FreezeAsync, gateway.ThawAsync);

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_thousand_pending_messages_ring_once_each_and_in_order()
    {
        var ids = new List<Guid>();
        foreach (var number in Enumerable.Range(0, 1_000))
            ids.Add(await _standalone.Platform.PlaceAsync("S1", $"{number}"));

        await using var terminal = Terminal(_ => Task.CompletedTask);

        var rung = new List<Guid>();
        while (rung.Count < ids.Count)
            rung.Add((await terminal.RingAsync()).Id);
        rung.ShouldBe(ids);
        var acknowledged = new HashSet<Guid>();
        while (acknowledged.Count < ids.Count)
            acknowledged.Add(await terminal.AcknowledgedAsync());
        acknowledged.ShouldBe(ids, ignoreOrder: true);
        terminal.Rung.ShouldBe(ids.Count);
        var pending = await _standalone.Platform.GetAsync("/v1/stores/S1/messages?status=pending");
        pending.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    /// <summary>
    /// Lets a process stand still, and go on when a terminal waits for its answer to an attempt to connect, behind which are others that
    /// nobody waits for any more.
    /// </summary>
    private async Task StandStillAsync(Uri url, Func<Task> freezeAsync, Func<Task> thawAsync)
    {
        await using var terminal = Terminal(_ => Task.CompletedTask, url, Hasty);
        await terminal.ConnectedAsync();
        await freezeAsync();
        terminal.CheckConnection();
        await terminal.ExpectAsync(ConnectionState.Waiting);
        await terminal.ExpectAsync(ConnectionState.Connecting);
        foreach (var _ in Enumerable.Range(0, 20))
            await GiveUpAsync(url);

        await thawAsync();

        await terminal.ConnectedAsync();
        var connections = terminal.Connections;
        var id = await _standalone.Platform.PlaceAsync("S1", "1");
        (await terminal.AcknowledgedAsync()).ShouldBe(id);
        terminal.Connections.ShouldBe(connections, "an attempt that was given up has replaced it");
    }

    /// <summary>Asks to connect as the same terminal, and goes away before there is an answer.</summary>
    private static async Task GiveUpAsync(Uri url)
    {
        using var attempt = await RawClient.ConnectAsync(url);
        await attempt.SayAsync(
            $"GET /v1/stores/S1/devices/till-1/socket HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
            $"Authorization: Bearer {StandaloneProcess.DeviceToken("S1", "till-1")}\r\n\r\n");
    }

    private RealTerminal Terminal(Func<OrderMessage, Task> onMessage, Uri? url = null, TimeSpan? probeTimeout = null) =>
        new(
            new PosClientOptions
            {
                Url = url ?? _standalone.Url,
                StoreId = "S1",
                DeviceId = "till-1",
                MaxBackoff = TimeSpan.FromSeconds(1),
                ProbeTimeout = probeTimeout ?? TimeSpan.FromSeconds(5),
                TokenProvider = _ => ValueTask.FromResult(StandaloneProcess.DeviceToken("S1", "till-1")),
            },
            onMessage);
}
