using StorePush.Pos.Tests.Servers;

namespace StorePush.Pos.Tests.Messages;

public sealed class StreamTests : PosClientTest
{
    private readonly Guid _first = Guid.CreateVersion7();
    private readonly Guid _second = Guid.CreateVersion7();

    [Fact]
    public async Task A_message_of_the_stream_is_acknowledged_when_the_next_is_asked_for()
    {
        await using var messages = Read();
        var first = NextAsync(messages);
        var side = await Server.AcceptAsync();
        await side.PushAsync(_first);
        (await first).Id.ShouldBe(_first);
        side.HasFrame.ShouldBeFalse();

        var next = NextAsync(messages);

        (await side.ExpectAckAsync()).ShouldBe([_first]);
        await side.ConfirmAsync(_first);
        await side.PushAsync(_second);
        (await next).Id.ShouldBe(_second);
    }

    [Fact]
    public async Task Leaving_the_loop_closes_without_an_ack_of_the_message_at_which_it_was_left()
    {
        ServerSide side;
        await using (var messages = Read())
        {
            var next = NextAsync(messages);
            side = await Server.AcceptAsync();
            await side.PushAsync(_first);
            await next;
        }

        (await side.ClosedAsync()).ShouldBe(1000);
        side.HasFrame.ShouldBeFalse();
        Client.State.ShouldBe(ConnectionState.Stopped);
    }

    [Fact]
    public async Task Cancelling_the_stream_throws_and_closes()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Make();
        var reading = Task.Run(
            async () =>
            {
                await foreach (var _ in Client.ReadAllAsync(stop.Token))
                    continue;
            },
            TestContext.Current.CancellationToken);
        var side = await Server.AcceptAsync();
        await ExpectAsync(ConnectionState.Connected);

        await stop.CancelAsync();

        await reading.Soon().ShouldThrowAsync<OperationCanceledException>();
        (await side.ClosedAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task A_stream_ends_with_the_reason_when_the_server_does_not_want_the_terminal()
    {
        await using var messages = Read();
        var next = messages.MoveNextAsync().AsTask();
        var side = await Server.AcceptAsync();

        await side.CloseAsync(4403);

        (await next.Soon().ShouldThrowAsync<PosClientStoppedException>()).Code.ShouldBe(4403);
    }

    [Fact]
    public async Task A_client_reads_one_stream_at_a_time()
    {
        await using var messages = Read();
        var next = messages.MoveNextAsync().AsTask();
        await Server.AcceptAsync();

        await Client.RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken)
            .ShouldThrowAsync<InvalidOperationException>();
        next.IsCompleted.ShouldBeFalse();
        await Client.DisposeAsync();
        (await next.Soon()).ShouldBeFalse();
    }

    [Fact]
    public async Task Disposing_within_the_loop_ends_it()
    {
        await using var messages = Read();
        var next = NextAsync(messages);
        var side = await Server.AcceptAsync();
        await side.PushAsync(_first);
        await next;

        // In steps so short that the close frame has a second to get there.
        await UntilAsync(Client.DisposeAsync().AsTask(), step: TimeSpan.FromMilliseconds(50));

        (await side.ClosedAsync()).ShouldBe(1000);
        (await messages.MoveNextAsync().AsTask().Soon()).ShouldBeFalse();
    }

    private IAsyncEnumerator<OrderMessage> Read()
    {
        Make();
        return Client.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private static async Task<OrderMessage> NextAsync(IAsyncEnumerator<OrderMessage> messages)
    {
        (await messages.MoveNextAsync().AsTask().Soon()).ShouldBeTrue();
        return messages.Current;
    }
}
