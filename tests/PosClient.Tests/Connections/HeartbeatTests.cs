namespace StorePush.Pos.Tests.Connections;

public sealed class HeartbeatTests : PosClientTest
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_connection_that_is_quiet_for_a_heartbeat_is_asked_for_a_sign_of_life()
    {
        var side = await ConnectAsync();

        Clock.Advance(Heartbeat - Moment);
        await ExpectNothingAsync(side);
        Clock.Advance(Heartbeat);

        await side.ExpectAsync("ping");
    }

    [Fact]
    public async Task A_half_open_connection_is_noticed_after_two_heartbeats_and_not_before()
    {
        var side = await ConnectAsync();

        Clock.Advance(Heartbeat);
        await side.ExpectAsync("ping");
        Clock.Advance(Heartbeat - Moment);
        Client.State.ShouldBe(ConnectionState.Connected);
        Clock.Advance(Moment);

        (await ExpectAsync(ConnectionState.Waiting)).Reason.ShouldBe("Nothing came for two heartbeats of 25 s.");
        (await side.ClosedAsync()).ShouldBe(1006);
    }

    [Fact]
    public async Task An_answer_keeps_the_connection()
    {
        var side = await ConnectAsync();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            Clock.Advance(Heartbeat);
            await side.ExpectAsync("ping");
            await side.SendAsync("""{"type":"pong"}""");
            await ExpectNothingAsync(side);
        }

        Client.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task The_server_says_how_long_a_heartbeat_is()
    {
        Start();
        var side = await Server.AcceptAsync(heartbeatSeconds: 3);
        await ExpectAsync(ConnectionState.Connected);

        Clock.Advance(TimeSpan.FromSeconds(3));

        await side.ExpectAsync("ping");
    }

    [Fact]
    public async Task When_the_clock_has_jumped_a_waiting_terminal_connects_at_once()
    {
        Start(WaitForAnHour);
        (await Server.NextAsync()).Refuse(System.Net.HttpStatusCode.BadGateway);
        await ExpectAsync(ConnectionState.Waiting);

        Jump(TimeSpan.FromHours(8));

        await Server.AcceptAsync();
    }

    [Fact]
    public async Task When_the_clock_has_jumped_a_connection_that_stands_stays()
    {
        var side = await ConnectAsync();

        Jump(TimeSpan.FromHours(8));

        await side.ExpectAsync("ping");
        await side.SendAsync("""{"type":"pong"}""");
        await ExpectNothingAsync(side);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await ExpectNothingAsync(side);
        Client.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task When_the_clock_has_jumped_back_nothing_waits_longer()
    {
        var side = await ConnectAsync();

        Jump(TimeSpan.FromDays(-1));

        await side.ExpectAsync("ping");
        await side.SendAsync("""{"type":"pong"}""");
        await ExpectNothingAsync(side);
        Clock.Advance(Heartbeat);
        await side.ExpectAsync("ping");
    }

    [Fact]
    public async Task When_the_clock_has_jumped_a_dead_connection_is_noticed_soon()
    {
        var side = await ConnectAsync();

        Jump(TimeSpan.FromHours(8));
        await side.ExpectAsync("ping");
        Clock.Advance(TimeSpan.FromSeconds(5));

        (await ExpectAsync(ConnectionState.Waiting)).Reason.ShouldBe("Nothing came after the network or the clock made a jump.");
    }

    [Fact]
    public async Task When_the_application_says_so_a_waiting_terminal_connects_at_once()
    {
        Start(WaitForAnHour);
        (await Server.NextAsync()).Refuse(System.Net.HttpStatusCode.BadGateway);
        await ExpectAsync(ConnectionState.Waiting);

        Client.CheckConnection();

        await Server.AcceptAsync();
    }

    [Fact]
    public async Task When_the_application_says_so_it_gets_one_attempt_and_then_waits_again()
    {
        Start(WaitForAnHour);
        (await Server.NextAsync()).Refuse(System.Net.HttpStatusCode.BadGateway);
        await ExpectAsync(ConnectionState.Waiting);

        Client.CheckConnection();
        (await Server.NextAsync()).Refuse(System.Net.HttpStatusCode.BadGateway);

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task When_the_application_says_so_during_an_attempt_the_next_one_follows_at_once()
    {
        Start(WaitForAnHour);
        var attempt = await Server.NextAsync();

        Client.CheckConnection();
        attempt.Refuse(System.Net.HttpStatusCode.BadGateway);

        await Server.AcceptAsync();
    }

    /// <summary>Moves the clock on the wall, as a machine that slept or was set finds it, and lets the client look at it.</summary>
    private void Jump(TimeSpan time)
    {
        Clock.Jump(time);
        Clock.Advance(TimeSpan.FromSeconds(2));
    }
}
