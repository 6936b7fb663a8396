using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using StorePush.Pos.Connections;

namespace StorePush.Pos.Tests.HardCases;

/// <summary>A terminal as an application runs it, by the real clock.</summary>
internal sealed class RealTerminal : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosClient _client;

    // Whoever starts containers on this machine changes its network.
    private readonly MachineEvents _machine = new(TimeProvider.System, hearsNetwork: false);
    private readonly Func<OrderMessage, Task> _onMessage;
    private readonly Channel<OrderMessage> _messages = Channel.CreateUnbounded<OrderMessage>();
    private readonly Channel<Guid> _acknowledged = Channel.CreateUnbounded<Guid>();
    private readonly Channel<MessageSettledEventArgs> _settled = Channel.CreateUnbounded<MessageSettledEventArgs>();
    private readonly Channel<ConnectionChangedEventArgs> _changes = Channel.CreateUnbounded<ConnectionChangedEventArgs>();
    private int _rung;
    private int _acknowledgedCount;
    private int _connections;

    public RealTerminal(PosClientOptions options, Func<OrderMessage, Task> onMessage)
    {
        _onMessage = onMessage;
        _client = new PosClient(options, NullLogger<PosClient>.Instance, TimeProvider.System, _machine);
        _client.MessageAcknowledged += (_, acknowledgement) =>
        {
            Interlocked.Increment(ref _acknowledgedCount);
            _acknowledged.Writer.TryWrite(acknowledgement.Id);
        };
        _client.MessageSettled += (_, settlement) => _settled.Writer.TryWrite(settlement);
        _client.ConnectionChanged += (_, change) =>
        {
            if (change.State == ConnectionState.Connected)
                Interlocked.Increment(ref _connections);
            _changes.Writer.TryWrite(change);
        };
        Running = _client.RunAsync(HandleAsync, _stop.Token);
    }

    public Task Running { get; }

    /// <summary>How many messages were handed over so far.</summary>
    public int Rung => _rung;

    /// <summary>Of how many messages it knows that its ack is safe.</summary>
    public int Acknowledged => _acknowledgedCount;

    /// <summary>How many connections were made so far.</summary>
    public int Connections => _connections;

    public void CheckConnection() => _client.CheckConnection();

    public Task<OrderMessage> RingAsync() => NextAsync(_messages);

    public Task<Guid> AcknowledgedAsync() => NextAsync(_acknowledged);

    public Task<MessageSettledEventArgs> SettledAsync() => NextAsync(_settled);

    public Task ConnectedAsync(TimeSpan? limit = null) => ExpectAsync(ConnectionState.Connected, limit);

    /// <summary>Waits for a state, and returns why it came to that.</summary>
    public async Task<string?> ExpectAsync(ConnectionState state, TimeSpan? limit = null)
    {
        while (true)
        {
            var change = await NextAsync(_changes, limit);
            if (change.State == state)
                return change.Reason;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running.Soon().ContinueWith(_ => { }, TaskScheduler.Default);
        await _client.DisposeAsync();
        _machine.Dispose();
        _stop.Dispose();
    }

    private static Task<T> NextAsync<T>(Channel<T> channel, TimeSpan? limit = null)
    {
        var next = channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        return limit is null ? next.Soon() : next.WaitAsync(limit.Value, TestContext.Current.CancellationToken);
    }

    private async Task HandleAsync(OrderMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _rung);
        _messages.Writer.TryWrite(message);
        await _onMessage(message);
    }
}
