namespace StorePush.Pos.Tests.HardCases;

/// <summary>The client against all of StorePush in a process of its own, over a network that fails.</summary>
public sealed class HardCaseTests(RealServer server) : IClassFixture<RealServer>
{
    private readonly string _store = $"S-{Guid.CreateVersion7():N}";

    private Platform Platform => server.Standalone.Platform;

    [Fact]
    public async Task An_ack_that_was_sent_when_the_connection_died_is_sent_again_and_rings_once()
    {
        await using var link = TcpLink.Open(server.Standalone.Url);
        var silent = new TaskCompletionSource();
        await using var terminal = Terminal(link.Url, onMessage: _ =>
        {
            link.Silence();
            silent.SetResult();
            return Task.CompletedTask;
        });
        await terminal.ConnectedAsync();
        var id = await Platform.PlaceAsync(_store, "1");
        (await terminal.RingAsync()).Id.ShouldBe(id);
        await silent.Task.Soon();

        link.Mend();

        (await terminal.AcknowledgedAsync()).ShouldBe(id);
        await Platform.UntilAsync(id, "delivered");
        terminal.Rung.ShouldBe(1);
    }

    [Fact]
    public async Task An_ack_that_arrived_and_whose_answer_was_lost_is_sent_again_and_rings_once()
    {
        await using var link = TcpLink.Open(server.Standalone.Url);
        await using var terminal = Terminal(link.Url, onMessage: _ =>
        {
            link.Deafen(true);
            return Task.CompletedTask;
        });
        await terminal.ConnectedAsync();
        var id = await Platform.PlaceAsync(_store, "1");
        (await terminal.RingAsync()).Id.ShouldBe(id);
        await Platform.UntilAsync(id, "delivered");
        terminal.Acknowledged.ShouldBe(0);

        link.Mend();

        (await terminal.AcknowledgedAsync()).ShouldBe(id);
        terminal.Rung.ShouldBe(1);
    }

    [Fact]
    public async Task The_newer_connection_of_a_terminal_stays_and_the_older_one_stops()
    {
        await using var older = Terminal();
        await older.ConnectedAsync();
        await using var newer = Terminal();
        await newer.ConnectedAsync();

        (await older.Running.Soon().ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4409);

        var id = await Platform.PlaceAsync(_store, "1");
        (await newer.RingAsync()).Id.ShouldBe(id);
        (await newer.AcknowledgedAsync()).ShouldBe(id);
    }

    [Fact]
    public async Task A_revoked_terminal_stops()
    {
        await using var terminal = Terminal();
        await terminal.ConnectedAsync();

        await Platform.RevokeAsync(_store, "till-1");

        (await terminal.Running.Soon().ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4403);
    }

    [Fact]
    public async Task A_token_that_expires_while_connected_is_replaced()
    {
        var lifetimes = new Queue<TimeSpan>([TimeSpan.FromSeconds(6), TimeSpan.FromHours(1)]);
        await using var terminal = Terminal(tokenLifetime: () => lifetimes.Dequeue());
        await terminal.ConnectedAsync();

        await terminal.ConnectedAsync();

        lifetimes.ShouldBeEmpty();
        var id = await Platform.PlaceAsync(_store, "1");
        (await terminal.RingAsync()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_network_that_goes_silent_is_noticed_and_what_came_meanwhile_rings()
    {
        await using var link = TcpLink.Open(server.Standalone.Url);
        await using var terminal = Terminal(link.Url);
        await terminal.ConnectedAsync();

        link.Silence();
        var id = await Platform.PlaceAsync(_store, "1");
        var silentAt = TimeProvider.System.GetTimestamp();
        (await terminal.ExpectAsync(ConnectionState.Waiting))!.ShouldContain("two heartbeats");
        TimeProvider.System.GetElapsedTime(silentAt).ShouldBeLessThan(2 * RealServer.Heartbeat + TimeSpan.FromSeconds(1));
        link.Mend();

        (await terminal.RingAsync()).Id.ShouldBe(id);
        (await terminal.AcknowledgedAsync()).ShouldBe(id);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(1_000)]
    [InlineData(70_000)]
    public async Task A_network_that_cuts_in_the_middle_of_anything_loses_nothing(int afterBytes)
    {
        await using var link = TcpLink.Open(server.Standalone.Url);
        await using var terminal = Terminal(link.Url);
        await terminal.ConnectedAsync();
        link.CutAfter(afterBytes);
        var ids = new List<Guid>();
        foreach (var number in Enumerable.Range(0, 8))
            ids.Add(await Platform.PlaceAsync(_store, $"{number}", $$"""{"pad":"{{new string('x', 10_000)}}"}"""));
        await terminal.ExpectAsync(ConnectionState.Waiting);

        link.Mend();

        foreach (var id in ids)
            await Platform.UntilAsync(id, "delivered");
        terminal.Rung.ShouldBe(ids.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(150)]
    public async Task A_network_that_cuts_the_handshake_is_tried_again(int afterBytes)
    {
        await using var link = TcpLink.Open(server.Standalone.Url);
        link.CutAfter(afterBytes);
        await using var terminal = Terminal(link.Url);
        await terminal.ExpectAsync(ConnectionState.Waiting);
        terminal.Connections.ShouldBe(0);

        link.Mend();

        await terminal.ConnectedAsync();
        var id = await Platform.PlaceAsync(_store, "1");
        (await terminal.AcknowledgedAsync()).ShouldBe(id);
    }

    [Fact]
    public async Task A_network_that_is_two_seconds_late_is_only_late()
    {
        await using var link = TcpLink.Open(server.Standalone.Url);
        link.Delay(TimeSpan.FromSeconds(2));
        await using var terminal = Terminal(link.Url);
        await terminal.ConnectedAsync();
        var id = await Platform.PlaceAsync(_store, "1");

        (await terminal.RingAsync()).Id.ShouldBe(id);
        (await terminal.AcknowledgedAsync()).ShouldBe(id);
        (terminal.Rung, terminal.Connections).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_handler_that_throws_rings_again_with_a_later_push()
    {
        var calls = 0;
        await using var terminal = Terminal(onMessage: _ =>
            Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("no paper") : Task.CompletedTask);
        await terminal.ConnectedAsync();
        var id = await Platform.PlaceAsync(_store, "1");

        // Not always push 1: the replay of a terminal that has just connected can overtake the live push.
        var first = await terminal.RingAsync();
        (await Platform.GetMessageAsync(id)).GetProperty("status").GetString().ShouldBe("pending");

        (await terminal.RingAsync()).Push.ShouldBeGreaterThan(first.Push);
        await Platform.UntilAsync(id, "delivered");
    }

    [Fact]
    public async Task The_first_of_two_terminals_settles_and_the_other_stops_ringing()
    {
        var mayTake = new TaskCompletionSource();
        await using var first = Terminal(onMessage: _ => mayTake.Task);
        await using var second = Terminal(device: "till-2", mode: AcknowledgeMode.ByHand);
        await first.ConnectedAsync();
        await second.ConnectedAsync();

        var id = await Platform.PlaceAsync(_store, "1");

        (await second.RingAsync()).Id.ShouldBe(id);
        mayTake.SetResult();

        var settled = await second.SettledAsync();
        (settled.Id, settled.By).ShouldBe((id, "till-1"));
    }

    private RealTerminal Terminal(
        Uri? url = null,
        string device = "till-1",
        Func<OrderMessage, Task>? onMessage = null,
        Func<TimeSpan>? tokenLifetime = null,
        AcknowledgeMode mode = AcknowledgeMode.AfterHandler) =>
        new(
            new PosClientOptions
            {
                Url = url ?? server.Standalone.Url,
                StoreId = _store,
                DeviceId = device,
                AcknowledgeMode = mode,
                TokenProvider = _ => ValueTask.FromResult(StandaloneProcess.DeviceToken(_store, device, tokenLifetime?.Invoke())),
            },
            onMessage ?? (_ => Task.CompletedTask));
}
