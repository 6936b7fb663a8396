using System.Threading.Channels;
using StorePush.Pos;
using StorePush.Protocol;

namespace StorePush.Cli.Terminals;

/// <summary>A terminal that shows what rings, and acknowledges at once or when a person says so.</summary>
internal sealed class PosSession : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly PosClient _client;
    private readonly TimeProvider _clock;
    private readonly Channel<PosEvent> _events = Channel.CreateUnbounded<PosEvent>();

    public PosSession(PosClientOptions options, bool hold, TimeProvider clock)
    {
        _clock = clock;
        Board = new PosBoard(clock) { IsHolding = hold };
        _client = new PosClient(options, clock: clock);
        _client.ConnectionChanged += OnConnectionChanged;
        _client.MessageRepeated += (_, repeated) =>
        {
            Board.Repeat(repeated.Message);
            Tell("repeat", repeated.Message);
        };
        _client.MessageAcknowledged += (_, acknowledged) => Finish("acknowledged", acknowledged.Id, "acknowledged here", null, null);
        _client.MessageSettled += (_, settled) => Finish(
            "settled", settled.Id, settled.By is null ? settled.Status : $"{settled.Status} to {settled.By}", settled.Status, settled.By);
    }

    public PosBoard Board { get; }

    /// <summary>What happens, one after the other; ends with the session.</summary>
    public ChannelReader<PosEvent> Events => _events.Reader;

    /// <exception cref="PosClientStoppedException">The server does not want this terminal.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var pace = _clock.CreateTimer(_ => FinishOverdue(), null, Pace, Pace);
        try
        {
            await _client.RunAsync(RingAsync, cancellationToken);
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    /// <summary>Acknowledges the message at a place among those that ring, without waiting for the answer.</summary>
    public void Acknowledge(int index) => Acknowledge((int?)index);

    /// <summary>Acknowledges the oldest message that is not acknowledged yet, without waiting for the answer.</summary>
    public void AcknowledgeNext()
    {
        if (Board.TakeToAcknowledge() is { } message)
            _ = SendAckAsync(message);
    }

    /// <summary>Says that an event is where a person sees it: only then is its message acknowledged, unless acknowledgements are held.</summary>
    public void Shown(PosEvent happened)
    {
        if (happened.MessageId is { } id && !Board.IsHolding && Board.TakeToAcknowledge(id) is { } message)
            _ = SendAckAsync(message);
    }

    /// <summary>Holds acknowledgements back, or no longer: then what rings is acknowledged.</summary>
    public void ToggleHold()
    {
        Board.IsHolding = !Board.IsHolding;
        _events.Writer.TryWrite(new PosEvent { Event = "hold", At = _clock.GetUtcNow(), State = Board.IsHolding ? "on" : "off" });
        if (!Board.IsHolding)
            Acknowledge(null);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Task RingAsync(OrderMessage message, CancellationToken cancellationToken)
    {
        Tell(Board.Ring(message) ? "ring" : "repeat", message);
        return Task.CompletedTask;
    }

    private void Acknowledge(int? index)
    {
        foreach (var message in Board.TakeToAcknowledge(index))
            _ = SendAckAsync(message);
    }

    private async Task SendAckAsync(OrderMessage message)
    {
        try
        {
            await _client.AcknowledgeAsync(message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The terminal ends; the message is pending and rings at the next one.
        }
    }

    private void OnConnectionChanged(object? sender, ConnectionChangedEventArgs change)
    {
        Board.Connection(change.State, change.Reason, change.RetryIn);
        _events.Writer.TryWrite(new PosEvent
        {
            Event = "connection",
            At = _clock.GetUtcNow(),
#pragma warning disable CA1308 // The names of this tool's output are in lower case.
            State = change.State.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
            Reason = change.Reason,
            RetryInMs = (long?)change.RetryIn?.TotalMilliseconds,
        });
    }

    private void FinishOverdue()
    {
        foreach (var id in Board.Overdue())
            Finish("settled", id, MessageStatuses.Expired, MessageStatuses.Expired, null);
    }

    private void Finish(string name, Guid id, string outcome, string? state, string? by)
    {
        if (Board.Finish(id, outcome) is { } message)
            Tell(name, message, state, by);
    }

    private void Tell(string name, OrderMessage message, string? state = null, string? by = null)
    {
        var isRing = name == "ring";
        _events.Writer.TryWrite(new PosEvent
        {
            Event = name,
            At = _clock.GetUtcNow(),
            MessageId = message.Id,
            Kind = message.Kind,
            Platform = message.Platform,
            OrderId = message.OrderId,
            Push = message.Push,
            Order = isRing ? message.Order : null,
            Reason = isRing ? message.Reason : null,
            Detail = isRing ? message.Detail : null,
            State = state,
            By = by,
        });
    }
}
