using StorePush.Pos.Acknowledgements;
using StorePush.Pos.Connections;
using StorePush.Pos.Messages;
using StorePush.Pos.Tests.Servers;

namespace StorePush.Pos.Tests.Connections;

public sealed class EndingTests : PosClientTest, IDisposable
{
    private readonly Guid _id = Guid.CreateVersion7();
    private readonly FullNetwork _network = new();

    public void Dispose() => _network.Dispose();

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

    [Fact]
    public async Task Ending_what_has_just_ended_is_harmless()
    {
        using var machine = new MachineEvents(Clock, hearsNetwork: false);
        using var handled = new HandledMessages(1, null);
        var run = new ClientRun(
            Options, handled, new AckBook(Options, Clock), new ClientEvents(this, Log), machine, Clock, Log, () => { }, CancellationToken.None);
        await UntilAsync(run.DisposeAsync().AsTask());

        run.Stop();
    }

    [Fact]
    public async Task What_comes_while_it_ends_is_left_to_the_server_without_a_warning()
    {
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await side.ExpectAckAsync();

        await StopAsync();
        await side.PushAsync(Guid.CreateVersion7());
        await side.ConfirmAsync(_id);

        await Running.Soon();
        Log.All.ShouldAllBe(line => !line.Contains("left to the server"));
    }

    [Fact]
    public async Task Nothing_goes_on_waiting_when_the_server_closes_while_it_ends()
    {
        var machineAlone = Clock.Timers;
        var side = await ConnectAsync();
        await side.PushAsync(_id);
        await side.ExpectAckAsync();

        await StopAsync();
        await side.CloseAsync(1001);

        await Running.Soon();
        await Bounded.UntilAsync(() => Task.FromResult(Clock.Timers == machineAlone));
    }

    /// <summary>Every await on the way from the start to the end, each cancelled while it waits.</summary>
    [Theory]
    [InlineData("the token")]
    [InlineData("a token that can't be cancelled")]
    [InlineData("the handshake")]
    [InlineData("the hello")]
    [InlineData("a message")]
    [InlineData("the handler")]
    [InlineData("room for an ack")]
    [InlineData("the answer to an ack")]
    [InlineData("the sending")]
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
        "the token" => WaitForTokenAsync(mayCancel: true),
        "a token that can't be cancelled" => WaitForTokenAsync(mayCancel: false),
        "the handshake" => WaitForHandshakeAsync(),
        "the hello" => WaitForHelloAsync(),
        "a message" => ConnectAsync(),
        "the handler" => WaitForHandlerAsync(),
        "room for an ack" => WaitForAnswerAsync(maxPending: 1),
        "the answer to an ack" => WaitForAnswerAsync(maxPending: 2),
        "the sending" => WaitForSendingAsync(),
        "the next attempt" => WaitForAttemptAsync(),
        "a server that is silent" => WaitForSilentServerAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(awaited)),
    };

    private async Task WaitForTokenAsync(bool mayCancel)
    {
        var asked = new TaskCompletionSource();
        Start(options => options.TokenProvider = async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, mayCancel ? cancellationToken : CancellationToken.None);
            return "";
        });
        await asked.Task.Soon();
    }

    private Task<Handshake> WaitForHandshakeAsync()
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

    private async Task WaitForSendingAsync()
    {
        var side = await ConnectAsync(options => options.InvokerProvider = () => _network.Invoker);
        _network.Fill();
        await side.PushAsync(_id);
        await _network.Sends.Soon();
    }

    private async Task WaitForAttemptAsync()
    {
        Start(WaitForAnHour);
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
