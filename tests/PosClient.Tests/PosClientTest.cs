using System.Threading.Channels;
using StorePush.Pos.Connections;
using StorePush.Pos.Tests.Servers;

namespace StorePush.Pos.Tests;

/// <summary>A client on a real socket, with a clock that moves when the test says so.</summary>
public abstract class PosClientTest : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<ConnectionChangedEventArgs> _changes = Channel.CreateUnbounded<ConnectionChangedEventArgs>();
    private readonly Channel<Guid> _acknowledged = Channel.CreateUnbounded<Guid>();
    private MachineEvents _machine = null!;

    protected TerminalClock Clock { get; } = new();

    private protected ScriptedServer Server { get; private set; } = null!;

    protected LogLines Log { get; } = new();

    /// <summary>What the handler got.</summary>
    protected Channel<OrderMessage> Rung { get; } = Channel.CreateUnbounded<OrderMessage>();

    protected Channel<MessageSettledEventArgs> Settled { get; } = Channel.CreateUnbounded<MessageSettledEventArgs>();

    protected int TokensAsked { get; private set; }

    /// <summary>What the handler does with a message; by default nothing goes wrong.</summary>
    protected Func<OrderMessage, CancellationToken, Task> OnMessage { get; set; } = (_, _) => Task.CompletedTask;

    protected PosClientOptions Options { get; private set; } = null!;

    public PosClient Client { get; private set; } = null!;

    protected Task Running { get; private set; } = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        Server = await ScriptedServer.StartAsync();
        _machine = new MachineEvents(Clock, hearsNetwork: false);
        Options = new PosClientOptions
        {
            Url = Server.Url,
            StoreId = "S1",
            DeviceId = "till-1",
            TokenProvider = _ => ValueTask.FromResult($"token-{++TokensAsked}"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _stop.CancelAsync();
        await Server.DisposeAsync();
        if (Client is not null)
            await UntilAsync(Client.DisposeAsync().AsTask());
        _machine.Dispose();
        _stop.Dispose();
    }

    protected void Make(Action<PosClientOptions>? configure = null)
    {
        configure?.Invoke(Options);
        Client = new PosClient(Options, Log.CreateLogger("client"), Clock, _machine);
        Client.ConnectionChanged += (_, change) => _changes.Writer.TryWrite(change);
        Client.MessageSettled += (_, settlement) => Settled.Writer.TryWrite(settlement);
        Client.MessageAcknowledged += (_, acknowledgement) => _acknowledged.Writer.TryWrite(acknowledgement.Id);
    }

    /// <summary>Makes a client and runs it.</summary>
    protected void Start(Action<PosClientOptions>? configure = null)
    {
        Make(configure);
        Running = Client.RunAsync(HandleAsync, _stop.Token);
    }

    /// <summary>Makes a client, runs it, and takes its connection.</summary>
    private protected async Task<ServerSide> ConnectAsync(Action<PosClientOptions>? configure = null)
    {
        Start(configure);
        var side = await Server.AcceptAsync();
        await ExpectAsync(ConnectionState.Connected);
        return side;
    }

    /// <summary>The waits between attempts are so long that none ends by itself.</summary>
    protected static void WaitForAnHour(PosClientOptions options) =>
        (options.MinBackoff, options.MaxBackoff) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    protected Task StopAsync() => _stop.CancelAsync();

    protected Task<OrderMessage> RingAsync() => Rung.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>Waits until the connection is in a state.</summary>
    protected async Task<ConnectionChangedEventArgs> ExpectAsync(ConnectionState state)
    {
        while (true)
        {
            var change = await _changes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
            if (change.State == state)
                return change;
        }
    }

    /// <summary>Waits until a connection is over, lets the wait end, and takes the attempt that follows.</summary>
    private protected async Task<Handshake> NextAttemptAsync(string? reason = null)
    {
        var waiting = await ExpectAsync(ConnectionState.Waiting);
        waiting.Reason.ShouldBe(reason ?? waiting.Reason);
        Clock.Advance(waiting.RetryIn!.Value + TimeSpan.FromMilliseconds(1));
        return await Server.NextAsync();
    }

    /// <summary>Moves the clock on until an attempt is given up, lets the wait end, and takes the attempt that follows.</summary>
    private protected async Task<Handshake> AttemptAfterTimeoutAsync(string reason)
    {
        var waiting = ExpectAsync(ConnectionState.Waiting);
        await UntilAsync(waiting);
        (await waiting).Reason.ShouldBe(reason);
        Clock.Advance((await waiting).RetryIn!.Value + TimeSpan.FromMilliseconds(1));
        return await Server.NextAsync();
    }

    /// <summary>The next message of which the client knows that its ack is safe.</summary>
    protected Task<Guid> AcknowledgedAsync() =>
        _acknowledged.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>Moves the clock on until something has happened that waits for it.</summary>
    protected Task UntilAsync(Task done, TimeSpan? step = null) =>
        Bounded.UntilAsync(() =>
        {
            if (!done.IsCompleted)
                Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return Task.FromResult(done.IsCompleted);
        });

    /// <summary>Proves that the client sent nothing else: it answers what it is sent in between in order.</summary>
    private protected async Task ExpectNothingAsync(ServerSide side)
    {
        var probe = Guid.CreateVersion7();
        await side.PushAsync(probe);
        (await RingAsync()).Id.ShouldBe(probe);
        (await side.ExpectAckAsync()).ShouldBe([probe]);
        await side.ConfirmAsync(probe);
        while (await AcknowledgedAsync() != probe)
            continue;
    }

    private async Task HandleAsync(OrderMessage message, CancellationToken cancellationToken)
    {
        Rung.Writer.TryWrite(message);
        await OnMessage(message, cancellationToken);
    }
}
