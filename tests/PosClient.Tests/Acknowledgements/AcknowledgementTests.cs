using StorePush.Pos.Acknowledgements;

namespace StorePush.Pos.Tests.Acknowledgements;

public sealed class AcknowledgementTests : PosClientTest
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task An_ack_is_sent_again_every_five_seconds_until_it_is_answered()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
        await side.ExpectAckAsync();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            await UntilSentAgainAsync(side);
            await side.SendAsync("""{"type":"pong"}""");
        }

        await side.ConfirmAsync(_id);
        (await AcknowledgedAsync()).ShouldBe(_id);
        Clock.Advance(AckTimeout + AckTimeout);
        await ExpectNothingAsync(side);
    }

    [Fact]
    public async Task An_ack_is_not_sent_again_before_its_time()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
        await side.ExpectAckAsync();

        Clock.Advance(AckTimeout - Moment);
        await ExpectNothingAsync(side);
        Clock.Advance(Moment);

        (await side.ExpectAckAsync()).ShouldBe([_id]);
    }

    [Fact]
    public async Task An_ack_without_an_answer_is_sent_again_on_the_next_connection()
    {
        var first = await ConnectAsync();
        await first.PushAsync(_id);
        await first.ExpectAckAsync();
        first.Cut();
        Clock.Advance((await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value + Moment);

        var second = await Server.AcceptAsync();

        (await second.ExpectAckAsync()).ShouldBe([_id]);
        await second.ConfirmAsync(_id);
        (await AcknowledgedAsync()).ShouldBe(_id);
    }

    [Fact]
    public async Task Acks_wait_for_the_hello_of_the_next_connection()
    {
        var first = await ConnectAsync();
        await first.PushAsync(_id);
        await first.ExpectAckAsync();
        first.Cut();
        Clock.Advance((await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value + Moment);
        var second = await (await Server.NextAsync()).AcceptAsync();
        second.HasFrame.ShouldBeFalse();

        await second.SayHelloAsync();

        (await second.ExpectAckAsync()).ShouldBe([_id]);
    }

    [Fact]
    public async Task Many_acks_go_together_and_only_so_many_are_under_way()
    {
        var first = await ConnectAsync();
        Guid[] ids = [.. Enumerable.Range(0, 1_000).Select(_ => Guid.CreateVersion7())];
        foreach (var id in ids)
            await first.PushAsync(id);
        foreach (var _ in ids)
            await RingAsync();
        first.Cut();
        Clock.Advance((await ExpectAsync(ConnectionState.Waiting)).RetryIn!.Value + Moment);

        var second = await Server.AcceptAsync();

        var frames = new List<IReadOnlyList<Guid>>();
        foreach (var _ in Enumerable.Range(0, 5))
            frames.Add(await second.ExpectAckAsync());
        frames.ShouldAllBe(frame => frame.Count == 100);
        second.HasFrame.ShouldBeFalse();
        foreach (var id in frames[0])
            await second.ConfirmAsync(id);
        frames.Add(await second.ExpectAcksAsync(100));
        frames.SelectMany(frame => frame).ShouldBe(ids.Take(600));
    }

    [Fact]
    public async Task By_hand_nothing_is_acknowledged_until_the_application_says_so()
    {
        var side = await ConnectAsync(options => options.AcknowledgeMode = AcknowledgeMode.ByHand);
        await side.PushAsync(_id);
        var message = await RingAsync();
        await side.PushAsync(_id, push: 2);
        await side.PushAsync(Guid.CreateVersion7());
        (await RingAsync()).Id.ShouldNotBe(_id, "the application has it already");
        side.HasFrame.ShouldBeFalse();

        var acknowledging = Client.AcknowledgeAsync(message, TestContext.Current.CancellationToken);

        (await side.ExpectAckAsync()).ShouldBe([_id]);
        acknowledging.IsCompleted.ShouldBeFalse();
        await side.ConfirmAsync(_id);
        await acknowledging.Soon();
    }

    [Fact]
    public async Task What_is_not_answered_makes_room_for_itself()
    {
        var side = await ConnectAsync();
        foreach (var _ in Enumerable.Range(0, 500))
            await side.PushAsync(Guid.CreateVersion7());
        await side.ExpectAcksAsync(500);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Clock.Advance(AckTimeout);
            await side.ExpectAcksAsync(500);
        }
    }

    [Fact]
    public async Task Disposing_ends_the_wait_for_an_answer()
    {
        var side = await ConnectAsync(options => options.AcknowledgeMode = AcknowledgeMode.ByHand);
        await side.PushAsync(_id);
        var message = await RingAsync();
        var acknowledging = Client.AcknowledgeAsync(message, TestContext.Current.CancellationToken);
        await side.ExpectAckAsync();

        await UntilAsync(Client.DisposeAsync().AsTask());

        await acknowledging.Soon().ShouldThrowAsync<OperationCanceledException>();
        await Should.ThrowAsync<ObjectDisposedException>(() => Client.AcknowledgeAsync(message, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_when_there_will_be_no_connection_any_more()
    {
        var acks = new AckBook(Options, Clock);
        var before = acks.Add(_id);

        acks.Abandon();

        await before.Soon().ShouldThrowAsync<OperationCanceledException>();
        await acks.Add(_id).Soon().ShouldThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Giving_up_the_wait_does_not_give_up_the_ack()
    {
        var side = await ConnectAsync(options => options.AcknowledgeMode = AcknowledgeMode.ByHand);
        await side.PushAsync(_id);
        var message = await RingAsync();
        using var impatient = new CancellationTokenSource();
        var acknowledging = Client.AcknowledgeAsync(message, impatient.Token);
        await side.ExpectAckAsync();

        await impatient.CancelAsync();

        await acknowledging.Soon().ShouldThrowAsync<OperationCanceledException>();
        await UntilSentAgainAsync(side);
    }

    [Fact]
    public async Task No_message_is_handed_over_while_too_many_acks_have_no_answer()
    {
        var side = await ConnectAsync(options => options.MaxPendingAcks = 1);
        await side.PushAsync(_id);
        await RingAsync();
        await side.ExpectAckAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await side.SendAsync("""{"type":"settled","id":"00000000-0000-0000-0000-000000000000","status":"expired"}""");
        await Settled.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        Rung.Reader.TryRead(out _).ShouldBeFalse();

        await side.ConfirmAsync(_id);

        await RingAsync();
    }

    private async Task UntilSentAgainAsync(Servers.ServerSide side)
    {
        Clock.Advance(AckTimeout);
        (await side.ExpectAckAsync()).ShouldBe([_id]);
    }
}
