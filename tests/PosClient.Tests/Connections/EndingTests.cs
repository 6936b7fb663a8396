namespace StorePush.Pos.Tests.Connections;

public sealed class EndingTests : PosClientTest
{
    private readonly Guid _id = Guid.CreateVersion7();

    [Fact]
    public async Task Stopping_closes_and_returns()
    {
        var side = await ConnectAsync();

        await StopAsync();

        await Running.Soon();
        (await side.ClosedAsync()).ShouldBe(1000);
        Client.State.ShouldBe(ConnectionState.Stopped);
    }

    [Fact]
    public async Task Stopping_waits_until_what_is_under_way_is_acknowledged()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await side.ExpectAckAsync();

        await StopAsync();
        Running.IsCompleted.ShouldBeFalse();
        await side.ConfirmAsync(_id);

        await Running.Soon();
        (await side.ClosedAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task Stopping_waits_for_the_handler_and_its_ack()
    {
        var mayReturn = new TaskCompletionSource();
        OnMessage = (_, _) => mayReturn.Task;
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();

        await StopAsync();
        mayReturn.SetResult();

        (await side.ExpectAckAsync()).ShouldBe([_id]);
        await side.ConfirmAsync(_id);
        await Running.Soon();
    }

    [Fact]
    public async Task A_handler_is_told_to_end_and_what_it_gives_up_is_not_acknowledged()
    {
        OnMessage = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();

        await StopAsync();

        await Running.Soon();
        (await side.ClosedAsync()).ShouldBe(1000);
        side.HasFrame.ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_waits_for_the_handler_is_left_to_the_server()
    {
        OnMessage = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        var side = await ConnectAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await RingAsync();
        await side.PushAsync(_id);

        await StopAsync();

        await Running.Soon();
        Rung.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_handler_that_does_not_end_does_not_hold_up_the_end()
    {
        OnMessage = (_, _) => new TaskCompletionSource().Task;
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();

        await StopAsync();

        await UntilAsync(Running);
        Log.All.ShouldContain(line => line.Contains("A handler still runs 5 s after"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_does_not_hold_up_the_end()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await side.ExpectAckAsync();

        await StopAsync();

        await UntilAsync(Running);
        Client.State.ShouldBe(ConnectionState.Stopped);
    }

    [Fact]
    public async Task Disposing_ends_what_runs()
    {
        var side = await ConnectAsync();

        await Client.DisposeAsync().AsTask().Soon();

        (await side.ClosedAsync()).ShouldBe(1000);
        await Running.Soon();
        await Client.RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken)
            .ShouldThrowAsync<ObjectDisposedException>();
        await Client.DisposeAsync();
    }

    /// <summary>Every await on the way from the start to the end, each cancelled while it waits.</summary>
    [Theory]
    [InlineData("the token")]
    [InlineData("the handshake")]
    [InlineData("the hello")]
    [InlineData("a message")]
    [InlineData("the handler")]
    [InlineData("room for an ack")]
    [InlineData("the answer to an ack")]
    [InlineData("the next attempt")]
    [InlineData("a server that is silent")]
    public async Task Cancelling_ends_it_whatever_it_waits_for(string awaited)
    {
        await WaitForAsync(awaited);

        await StopAsync();

        await UntilAsync(Running);
        Running.IsCompletedSuccessfully.ShouldBeTrue();
        Client.State.ShouldBe(ConnectionState.Stopped);
    }

    private Task WaitForAsync(string awaited) => awaited switch
    {
        "the token" => WaitForTokenAsync(),
        "the handshake" => WaitForHandshakeAsync(),
        "the hello" => WaitForHelloAsync(),
        "a message" => ConnectAsync(),
        "the handler" => WaitForHandlerAsync(),
        "room for an ack" => WaitForAnswerAsync(maxPending: 1),
        "the answer to an ack" => WaitForAnswerAsync(maxPending: 2),
        "the next attempt" => WaitForAttemptAsync(),
        "a server that is silent" => WaitForSilentServerAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(awaited)),
    };

    private async Task WaitForTokenAsync()
    {
        var asked = new TaskCompletionSource();
        Start(options => options.TokenProvider = async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
            return "";
        });
        await asked.Task.Soon();
    }

    private Task<Servers.Handshake> WaitForHandshakeAsync()
    {
        Start();
        return Server.NextAsync();
    }

    private async Task WaitForHelloAsync()
    {
        Start();
        await (await Server.NextAsync()).AcceptAsync();
    }

    private async Task WaitForHandlerAsync()
    {
        OnMessage = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await RingAsync();
    }

    private async Task WaitForAnswerAsync(int maxPending)
    {
        var side = await ConnectAsync(options => options.MaxPendingAcks = maxPending);
        await side.PushAsync(_id);
        await side.ExpectAckAsync();
    }

    private async Task WaitForAttemptAsync()
    {
        Start(options => (options.MinBackoff, options.MaxBackoff) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        (await Server.NextAsync()).Refuse(System.Net.HttpStatusCode.BadGateway);
        await ExpectAsync(ConnectionState.Waiting);
    }

    private async Task WaitForSilentServerAsync()
    {
        var side = await ConnectAsync();
        Clock.Advance(TimeSpan.FromSeconds(25));
        await side.ExpectAsync("ping");
    }
}
