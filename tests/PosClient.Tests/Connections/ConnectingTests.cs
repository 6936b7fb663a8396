using System.Net;

namespace StorePush.Pos.Tests.Connections;

public sealed class ConnectingTests : PosClientTest
{
    [Fact]
    public async Task A_terminal_connects_as_itself_with_its_token_and_the_protocol()
    {
        Start();

        var handshake = await Server.NextAsync();

        handshake.Path.ShouldBe("/v1/stores/S1/devices/till-1/socket");
        handshake.Authorization.ShouldBe("Bearer token-1");
        handshake.SubProtocols.ShouldBe(["storepush.v1"]);
    }

    [Fact]
    public async Task A_connection_counts_from_the_hello_on()
    {
        Start();
        var side = await (await Server.NextAsync()).AcceptAsync();
        Client.State.ShouldBe(ConnectionState.Connecting);
        Client.ConnectionId.ShouldBeNull();

        await side.SayHelloAsync();

        await ExpectAsync(ConnectionState.Connected);
        Client.ConnectionId.ShouldBe(side.ConnectionId);
    }

    [Fact]
    public async Task The_application_learns_of_a_connection_before_what_comes_over_it()
    {
        var happened = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Make();
        Client.ConnectionChanged += (_, change) => happened.Enqueue($"{change.State} {Client.ConnectionId is not null}");
        Client.MessageSettled += (_, settled) => happened.Enqueue(settled.Status);
        _ = Client.RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);
        var side = await (await Server.NextAsync()).AcceptAsync();

        await side.SayHelloAsync();
        await side.SendAsync($$"""{"type":"settled","id":"{{Guid.Empty}}","status":"expired"}""");

        await Bounded.UntilAsync(() => Task.FromResult(happened.Count == 3));
        happened.ShouldBe(["Connecting False", "Connected True", "expired"]);
    }

    [Fact]
    public async Task A_server_that_says_no_hello_is_left_and_tried_again()
    {
        Start(WaitForAnHour);
        var side = await (await Server.NextAsync()).AcceptAsync();
        await side.SendAsync("?");
        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains("what is no frame", StringComparison.Ordinal))));

        var waiting = ExpectAsync(ConnectionState.Waiting);
        await UntilAsync(waiting);

        (await waiting).Reason.ShouldBe("No hello within 10 s.");
        Client.CheckConnection();
        await Server.NextAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_and_tried_again()
    {
        Start(WaitForAnHour);
        await Server.NextAsync();

        var waiting = ExpectAsync(ConnectionState.Waiting);
        await UntilAsync(waiting);

        (await waiting).Reason.ShouldBe("Could not connect within 10 s.");
        Client.CheckConnection();
        await Server.NextAsync();
    }

    [Theory]
    [InlineData(4400)]
    [InlineData(4403)]
    [InlineData(4409)]
    public async Task A_close_that_says_do_not_come_back_ends_the_client(int code)
    {
        var side = await ConnectAsync();
        await side.CloseAsync(code, "go away");

        var stopped = await Running.Soon().ShouldThrowAsync<PosClientStoppedException>();

        stopped.Code.ShouldBe(code);
        stopped.Message.ShouldContain("go away");
        (await ExpectAsync(ConnectionState.Stopped)).Reason.ShouldBe(stopped.Message);
        Client.State.ShouldBe(ConnectionState.Stopped);
    }

    [Fact]
    public async Task A_terminal_that_an_attempt_of_its_own_has_replaced_comes_back_once()
    {
        Start();
        await Server.NextAsync();
        var side = await (await AttemptAfterTimeoutAsync("Could not connect within 10 s.")).AcceptAsync();
        await side.SayHelloAsync();
        await ExpectAsync(ConnectionState.Connected);

        await side.CloseAsync(4409);

        var again = await (await NextAttemptAsync()).AcceptAsync();
        await again.SayHelloAsync();
        await ExpectAsync(ConnectionState.Connected);
        await again.CloseAsync(4409);
        (await Running.Soon().ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4409);
    }

    [Fact]
    public async Task A_terminal_that_is_replaced_long_after_its_own_attempts_stops()
    {
        Start();
        await Server.NextAsync();
        var side = await (await AttemptAfterTimeoutAsync("Could not connect within 10 s.")).AcceptAsync();
        await side.SayHelloAsync(heartbeatSeconds: 3_600);
        await ExpectAsync(ConnectionState.Connected);
        Clock.Advance(TimeSpan.FromMinutes(2));

        await side.CloseAsync(4409);

        (await Running.Soon().ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4409);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.UpgradeRequired)]
    public async Task A_refusal_that_says_do_not_come_back_ends_the_client(HttpStatusCode status)
    {
        Start();
        (await Server.NextAsync()).Refuse(status);

        var stopped = await Running.Soon().ShouldThrowAsync<PosClientStoppedException>();

        stopped.Code.ShouldBe((int)status);
    }

    [Fact]
    public async Task A_handler_that_does_not_return_does_not_hide_that_the_terminal_is_not_wanted()
    {
        OnMessage = (_, _) => new TaskCompletionSource().Task;
        var side = await ConnectAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();

        await side.CloseAsync(4403);

        await UntilAsync(Running);
        (await Running.ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4403);
    }

    [Fact]
    public async Task A_client_that_was_stopped_can_be_run_again()
    {
        var side = await ConnectAsync();
        await side.CloseAsync(4409);
        await Running.Soon().ShouldThrowAsync<PosClientStoppedException>();

        var again = Client.RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);

        await Server.AcceptAsync();
        again.IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1009)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(4408)]
    [InlineData(4429)]
    [InlineData(4999)]
    public async Task After_any_other_close_it_comes_back(int code)
    {
        var side = await ConnectAsync();
        await side.CloseAsync(code);

        await NextAttemptAsync();
    }

    [Fact]
    public async Task After_a_cut_it_comes_back()
    {
        var side = await ConnectAsync();
        side.Cut();

        await NextAttemptAsync();
    }

    [Fact]
    public async Task The_wait_is_random_and_its_range_doubles_up_to_a_minute()
    {
        Start();
        var waits = new List<double>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            (await Server.NextAsync()).Refuse(HttpStatusCode.BadGateway);
            var waiting = await ExpectAsync(ConnectionState.Waiting);
            waits.Add(waiting.RetryIn!.Value.TotalSeconds);
            waits[^1].ShouldBeInRange(0, Math.Min(60, Math.Pow(2, attempt)));
            Clock.Advance(waiting.RetryIn.Value + TimeSpan.FromMilliseconds(1));
        }

        waits.Skip(6).Max().ShouldBeGreaterThan(5, "six waits of up to a minute are not all that short");
        waits.Distinct().Count().ShouldBe(waits.Count);
    }

    [Fact]
    public async Task It_does_not_come_back_before_the_wait_is_over()
    {
        Start(WaitForAnHour);
        (await Server.NextAsync()).Refuse(HttpStatusCode.BadGateway);
        var wait = (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value;
        var waitingSince = Clock.GetTimestamp();

        var next = Server.NextAsync();
        await UntilAsync(next, wait / 20);

        Clock.GetElapsedTime(waitingSince).ShouldBeGreaterThanOrEqualTo(wait);
    }

    [Fact]
    public async Task A_healthy_minute_makes_the_waits_short_again()
    {
        await FailAsync(times: 6);
        var side = await Server.AcceptAsync();
        await ExpectAsync(ConnectionState.Connected);
        await StayForAsync(side, TimeSpan.FromSeconds(60));

        side.Cut();

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_connection_that_soon_ends_does_not_make_the_waits_short_again()
    {
        await FailAsync(times: 6);
        var longest = TimeSpan.Zero;
        for (var time = 0; time < 6; time++)
        {
            var side = await Server.AcceptAsync();
            await ExpectAsync(ConnectionState.Connected);
            side.Cut();
            var wait = (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value;
            longest = wait > longest ? wait : longest;
            Clock.Advance(wait + TimeSpan.FromMilliseconds(1));
        }

        longest.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_server_that_is_full_is_given_the_time_it_asks_for()
    {
        Start();
        (await Server.NextAsync()).Refuse(HttpStatusCode.ServiceUnavailable, retryAfter: "7");

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value
            .ShouldBeInRange(TimeSpan.FromSeconds(7) + TimeSpan.FromTicks(1), TimeSpan.FromSeconds(8), "all come at another moment");
    }

    [Fact]
    public async Task A_server_can_not_send_a_terminal_away_for_good()
    {
        Start();
        (await Server.NextAsync()).Refuse(HttpStatusCode.ServiceUnavailable, retryAfter: "1000000");

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Not_by_draining_either()
    {
        var side = await ConnectAsync();
        await side.SendAsync("""{"type":"reconnect","afterMs":2147483647}""");
        await side.CloseAsync(1012);

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_server_that_drains_says_when_to_come_back()
    {
        var side = await ConnectAsync();
        await side.SendAsync("""{"type":"reconnect","afterMs":4200}""");
        await side.CloseAsync(1012);

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn.ShouldBe(TimeSpan.FromMilliseconds(4_200));
        Clock.Advance(TimeSpan.FromMilliseconds(4_200));
        await Server.NextAsync();
    }

    [Fact]
    public async Task A_server_that_drained_makes_the_waits_short_again()
    {
        await FailAsync(times: 6);
        var side = await Server.AcceptAsync();
        await ExpectAsync(ConnectionState.Connected);
        await side.SendAsync("""{"type":"reconnect","afterMs":100}""");
        await side.CloseAsync(1012);
        await ExpectAsync(ConnectionState.Waiting);
        Clock.Advance(TimeSpan.FromMilliseconds(100));

        (await Server.NextAsync()).Refuse(HttpStatusCode.BadGateway);

        (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_is_no_url_or_no_id_is_named_before_anything_happens()
    {
        await Task.CompletedTask;
        var options = new PosClientOptions { Url = new Uri("ftp://x"), StoreId = "a b", AckTimeout = TimeSpan.Zero, MaxPendingAcks = 0 };

        var problem = Should.Throw<ArgumentException>(() => new PosClient(options)).Message;

        foreach (var name in (string[])["Url", "StoreId", "DeviceId", "TokenProvider", "AckTimeout", "MaxPendingAcks"])
            problem.ShouldContain($"{name}: ");
    }

    private async Task FailAsync(int times)
    {
        Start();
        for (var time = 0; time < times; time++)
        {
            (await Server.NextAsync()).Refuse(HttpStatusCode.BadGateway);
            var wait = (await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value;
            Clock.Advance(wait + TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Lets time pass on a connection that answers.</summary>
    private async Task StayForAsync(Servers.ServerSide side, TimeSpan time)
    {
        for (var stayed = TimeSpan.Zero; stayed < time; stayed += TimeSpan.FromSeconds(20))
        {
            Clock.Advance(TimeSpan.FromSeconds(20));
            await ExpectNothingAsync(side);
        }
    }
}
