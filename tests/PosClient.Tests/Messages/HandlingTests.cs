using StorePush.Protocol;

namespace StorePush.Pos.Tests.Messages;

public sealed class HandlingTests : PosClientTest
{
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task A_message_is_handed_over_as_the_platform_sent_it()
    {
        var side = await ConnectAsync();

        await side.PushAsync(_id, push: 2, order: """{"dish":"麻婆豆腐","price":12.50,"n":12345678901234567890123}""");

        var message = await RingAsync();
        message.Id.ShouldBe(_id);
        message.Kind.ShouldBe(MessageKinds.OrderPlaced);
        message.IsCancellation.ShouldBeFalse();
        (message.Platform, message.StoreId, message.OrderId, message.Push).ShouldBe(("meituan", "S1", "1001", 2));
        message.AcceptedAt.ShouldBe(new DateTimeOffset(2026, 11, 23, 8, 0, 1, TimeSpan.Zero));
        message.ExpiresAt.ShouldBe(new DateTimeOffset(2026, 11, 23, 8, 30, 1, TimeSpan.Zero));
        message.Order!.Value.GetRawText().ShouldBe("""{"dish":"麻婆豆腐","price":12.50,"n":12345678901234567890123}""");
    }

    [Fact]
    public async Task A_cancellation_comes_with_its_reason()
    {
        var side = await ConnectAsync();

        await side.SendAsync(
            $$"""
            {"type":"message","id":"{{_id}}","kind":"order.cancelled","platform":"ebai","storeId":"S1","orderId":"E-7","acceptedAt":"2026-11-23T08:16:02.500Z",
             "expiresAt":"2026-11-23T08:46:02.500Z","push":1,"reason":"sold out","detail":{"refund":12.50},"later":"unknown"}
            """);

        var message = await RingAsync();
        message.IsCancellation.ShouldBeTrue();
        message.Order.ShouldBeNull();
        message.Reason.ShouldBe("sold out");
        message.Detail!.Value.GetProperty("refund").GetRawText().ShouldBe("12.50");
    }

    [Fact]
    public async Task A_message_is_acknowledged_when_the_handler_has_returned_and_not_before()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
        Clock.Advance(TimeSpan.FromSeconds(25));
        await side.ExpectAsync("ping");

        mayReturn.SetResult();

        (await side.ExpectAckAsync()).ShouldBe([_id]);
    }

    [Fact]
    public async Task A_repeat_does_not_ring_while_the_handler_works_on_the_first()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (message, _) => message.Id == _id ? mayReturn.Task : Task.CompletedTask;
        var side = await ConnectAsync(options => options.MaxConcurrentHandlers = 2);
        var repeated = RepeatedAsync();
        await side.PushAsync(_id);
        await RingAsync();

        await side.PushAsync(_id, push: 2);

        (await repeated).Push.ShouldBe(2);
        await ExpectNothingAsync(side);
        mayReturn.SetResult();
        (await side.ExpectAckAsync()).ShouldBe([_id]);
    }

    [Fact]
    public async Task A_message_that_was_handled_does_not_ring_again_but_is_acknowledged_again()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
        await side.ExpectAckAsync();
        await side.ConfirmAsync(_id);
        await AcknowledgedAsync();

        await side.PushAsync(_id, push: 2);

        (await side.ExpectAckAsync()).ShouldBe([_id]);
        Rung.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_order_that_was_placed_anew_under_a_forgotten_id_rings()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
        await side.ExpectAckAsync();
        await side.ConfirmAsync(_id);
        await AcknowledgedAsync();
        await ExpectNothingAsync(side);

        await side.PushAsync(_id, acceptedAt: "2026-12-01T08:00:00.000Z");

        (await RingAsync()).AcceptedAt.Month.ShouldBe(12);
    }

    [Fact]
    public async Task Only_so_many_handled_messages_are_remembered()
    {
        var side = await ConnectAsync(options => options.MaxHandledMessages = 2);
        await ExpectNothingAsync(side);
        await side.PushAsync(_id);
        await RingAsync();
        await side.ExpectAckAsync();
        await side.ConfirmAsync(_id);
        await AcknowledgedAsync();

        await ExpectNothingAsync(side);
        await side.PushAsync(_id, push: 2);
        (await side.ExpectAckAsync()).ShouldBe([_id], "it is the second newest");
        await side.ConfirmAsync(_id);
        await AcknowledgedAsync();
        await ExpectNothingAsync(side);
        await side.PushAsync(_id, push: 3);

        (await RingAsync()).Push.ShouldBe(3, "two newer ones are remembered");
    }

    [Fact]
    public async Task Messages_are_handled_one_after_the_other_in_the_order_in_which_they_came()
    {
        var running = 0;
        var most = 0;
        OnMessage = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };
        var side = await ConnectAsync();
        Guid[] ids = [.. Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7())];
        foreach (var id in ids)
            await side.PushAsync(id);

        foreach (var id in ids)
            (await RingAsync()).Id.ShouldBe(id);
        await side.ExpectAcksAsync(50);
        most.ShouldBe(1);
    }

    [Fact]
    public async Task As_many_handlers_run_at_once_as_the_option_says()
    {
        OnMessage = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        var side = await ConnectAsync(options => options.MaxConcurrentHandlers = 3);
        foreach (var _ in Enumerable.Range(0, 4))
            await side.PushAsync(Guid.CreateVersion7());

        foreach (var _ in Enumerable.Range(0, 3))
            await RingAsync();
        await side.SendAsync("""{"type":"settled","id":"00000000-0000-0000-0000-000000000000","status":"expired"}""");
        await SettledAsync();
        Rung.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_another_terminal_took_before_its_turn_does_not_ring()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        await side.PushAsync(_id);

        await side.SendAsync($$"""{"type":"settled","id":"{{_id}}","status":"delivered","by":"till-2"}""");

        var settled = await SettledAsync();
        (settled.Id, settled.Status, settled.By).ShouldBe((_id, "delivered", "till-2"));
        mayReturn.SetResult();
        (await side.ExpectAckAsync()).ShouldNotContain(_id);
        await ExpectNothingAsync(side);
    }

    [Fact]
    public async Task The_application_is_told_of_an_expiry()
    {
        var side = await ConnectAsync();

        await side.SendAsync($$"""{"type":"settled","id":"{{_id}}","status":"expired"}""");

        var settled = await SettledAsync();
        (settled.Id, settled.Status, settled.By).ShouldBe((_id, "expired", null));
    }

    [Fact]
    public async Task What_comes_while_too_many_wait_is_left_to_the_server()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync(options => options.MaxWaitingMessages = 1);
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        var waiting = Guid.CreateVersion7();
        await side.PushAsync(waiting);

        await side.PushAsync(_id);
        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains($"{_id} is left to the server"))));

        mayReturn.SetResult();
        (await RingAsync()).Id.ShouldBe(waiting);
        (await side.ExpectAcksAsync(2)).ShouldNotContain(_id);
        await side.PushAsync(_id, push: 2);
        (await RingAsync()).Push.ShouldBe(2);
    }

    [Fact]
    public async Task What_comes_while_too_large_an_amount_waits_is_left_to_the_server()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync(options => options.MaxWaitingBytes = 1_500);
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        await side.PushAsync(Guid.CreateVersion7(), order: $$"""{"pad":"{{new string('x', 1_000)}}"}""");

        await side.PushAsync(_id, order: $$"""{"pad":"{{new string('x', 1_000)}}"}""");

        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains($"{_id} is left to the server"))));
    }

    [Theory]
    [InlineData("""{"type":"tomorrow"}""")]
    [InlineData("""{"no":"type"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("[]")]
    [InlineData("not JSON")]
    [InlineData("""{"type":"message","id":"no id"}""")]
    [InlineData("""{"type":"message"}""")]
    [InlineData("""{"type":"ack.ok"}""")]
    [InlineData("""{"type":"message","id":"01a20a93-82c5-7e21-8a0d-de393c702764","kind":"order.placed","platform":"ebai","storeId":"S1","orderId":"1","acceptedAt":"yesterday","expiresAt":"tomorrow","push":1}""")]
    [InlineData("""{"type":"hello","connectionId":"01a20a93-82c5-7e21-8a0d-de393c702764","heartbeatSeconds":2147483647,"serverTime":"2026-11-23T08:00:00Z"}""")]
    [InlineData("""{"type":"hello","connectionId":7}""")]
    [InlineData("""{"type":"error","code":"bad_ack","detail":"whatever"}""")]
    [InlineData("")]
    public async Task A_frame_that_means_nothing_changes_nothing(string frame)
    {
        var side = await ConnectAsync();

        await side.SendAsync(frame);

        await ExpectNothingAsync(side);
        Client.State.ShouldBe(ConnectionState.Connected);
    }

    [Fact]
    public async Task A_large_order_arrives_whole()
    {
        var side = await ConnectAsync();
        var pad = new string('麻', 20_000);

        await side.PushAsync(_id, order: $$"""{"pad":"{{pad}}"}""");

        (await RingAsync()).Order!.Value.GetProperty("pad").GetString().ShouldBe(pad);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task A_frame_that_is_too_large_is_passed_over_and_holds_up_nothing(int bytes)
    {
        var side = await ConnectAsync(options => options.MaxFrameBytes = 9_999);

        await side.PushAsync(_id, order: $$"""{"pad":"{{new string('x', bytes)}}"}""");

        await ExpectNothingAsync(side);
        Log.All.ShouldContain(line => line.Contains("it is passed over: the limit is 9999"));
    }

    [Fact]
    public async Task A_message_that_is_larger_than_all_that_may_wait_rings_all_the_same()
    {
        var side = await ConnectAsync(options => options.MaxWaitingBytes = 1);

        await side.PushAsync(_id);

        (await RingAsync()).Id.ShouldBe(_id);
    }

    [Fact]
    public async Task Nothing_that_waits_is_lost_by_a_second_hello()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        await side.PushAsync(_id);

        await side.SayHelloAsync();

        mayReturn.SetResult();
        (await RingAsync()).Id.ShouldBe(_id);
    }

    [Fact]
    public async Task What_waits_when_a_connection_begins_rings_only_if_the_server_sends_it_again()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        var stillPending = Guid.CreateVersion7();
        await side.PushAsync(_id);
        await side.PushAsync(stillPending);
        side.Cut();
        Clock.Advance((await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value + TimeSpan.FromMilliseconds(1));
        var again = await Server.AcceptAsync();
        await again.PushAsync(stillPending, push: 2);
        await ExpectAsync(ConnectionState.Connected);

        mayReturn.SetResult();

        (await RingAsync()).Id.ShouldBe(stillPending);
        (await again.ExpectAcksAsync(2)).ShouldNotContain(_id);
    }

    [Fact]
    public async Task A_message_that_expires_before_its_turn_does_not_ring()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync(options => options.AckTimeout = TimeSpan.FromDays(1));
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        await side.PushAsync(_id);
        var later = Guid.CreateVersion7();
        await side.PushAsync(later, expiresAt: "2026-11-23T09:30:00.000Z");
        await side.SendAsync("""{"type":"settled","id":"00000000-0000-0000-0000-000000000000","status":"expired"}""");
        await SettledAsync();
        Clock.Jump(TimeSpan.FromHours(5));
        Clock.Advance(TimeSpan.FromMinutes(31));

        mayReturn.SetResult();

        (await RingAsync()).Id.ShouldBe(later, "the terminal's own clock is hours off, the server's counts");
    }

    [Fact]
    public async Task What_the_applications_event_handler_throws_does_not_end_the_connection()
    {
        Make();
        Client.MessageSettled += (_, _) => throw new InvalidOperationException("a bug of the application");
        _ = Client.RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);
        var side = await Server.AcceptAsync();

        await side.SendAsync($$"""{"type":"settled","id":"{{_id}}","status":"expired"}""");

        await Bounded.UntilAsync(() => Task.FromResult(Log.All.Any(line => line.Contains("a bug of the application"))));
        await side.PushAsync(_id);
        await side.ExpectAckAsync();
    }

    private Task<OrderMessage> RepeatedAsync()
    {
        var repeated = new TaskCompletionSource<OrderMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.MessageRepeated += (_, repetition) => repeated.TrySetResult(repetition.Message);
        return repeated.Task.Soon();
    }

    private Task<MessageSettledEventArgs> SettledAsync() => Settled.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
}
