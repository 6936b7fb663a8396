using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StorePush.Pos.Acknowledgements;
using StorePush.Pos.Connections;
using StorePush.Pos.Messages;

namespace StorePush.Pos;

/// <summary>
/// One POS terminal: keeps a connection to StorePush and hands every message of its store to the application, at least once. A message
/// that was handled is acknowledged until the server has said that the acknowledgement is safe, over as many connections as that takes.
/// </summary>
/// <remarks>
/// Thread-safe. One <see cref="RunAsync"/> or one <see cref="ReadAllAsync"/> at a time; when it has ended, the next may begin. Events are
/// raised on the thread of the connection, in the order in which things happen, so that a handler of an event must be quick; what it throws
/// is logged.
/// </remarks>
public sealed partial class PosClient : IAsyncDisposable
{
    private readonly PosClientOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly MachineEvents _machine;
    private readonly ClientEvents _events;
    private readonly HandledMessages _handled;
    private readonly AckBook _acks;
    private readonly Lock _gate = new();
    private ClientRun? _run;
    private TaskCompletionSource _ended = new();
    private bool _disposed;

    /// <summary>Makes a client that does nothing yet.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the text names each one.</exception>
    /// <exception cref="IOException"><see cref="PosClientOptions.HandledFile"/> can't be used, or another process uses it.</exception>
    public PosClient(PosClientOptions options, ILogger<PosClient>? logger = null, TimeProvider? clock = null)
        : this(options, logger ?? NullLogger<PosClient>.Instance, clock ?? TimeProvider.System, MachineEvents.OfThisMachine)
    {
    }

    internal PosClient(PosClientOptions options, ILogger logger, TimeProvider clock, MachineEvents machine)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join("; ", problems), nameof(options));

        (_options, _logger, _clock, _machine) = (options, logger, clock, machine);
        _events = new ClientEvents(this, logger);
        _acks = new AckBook(options, clock);
        _handled = new HandledMessages(options.MaxHandledMessages, options.HandledFile);
    }

    /// <summary>The connection was made or ended, or the next attempt begins.</summary>
    public event EventHandler<ConnectionChangedEventArgs>? ConnectionChanged
    {
        add => _events.ConnectionChanged += value;
        remove => _events.ConnectionChanged -= value;
    }

    /// <summary>
    /// A message that this terminal was sent was settled by another terminal, or has expired: stop ringing. What is settled while the
    /// terminal is away is not told later.
    /// </summary>
    public event EventHandler<MessageSettledEventArgs>? MessageSettled
    {
        add => _events.MessageSettled += value;
        remove => _events.MessageSettled -= value;
    }

    /// <summary>The server has answered an acknowledgement.</summary>
    public event EventHandler<MessageAcknowledgedEventArgs>? MessageAcknowledged
    {
        add => _events.MessageAcknowledged += value;
        remove => _events.MessageAcknowledged -= value;
    }

    /// <summary>A message came again and was kept from the application.</summary>
    public event EventHandler<MessageRepeatedEventArgs>? MessageRepeated
    {
        add => _events.MessageRepeated += value;
        remove => _events.MessageRepeated -= value;
    }

    /// <summary>How the connection is now.</summary>
    public ConnectionState State => _run?.Connection.State ?? ConnectionState.Stopped;

    /// <summary>What the server calls the connection; keep it for questions to support. Null while there is none.</summary>
    public Guid? ConnectionId => _run?.Connection.ConnectionId;

    /// <summary>
    /// Connects, stays connected, and calls <paramref name="handler"/> for each message until <paramref name="cancellationToken"/> is
    /// cancelled; then ends gracefully and returns. The token of the handler is cancelled when that happens, and when the server does not
    /// want this terminal. A handler that throws is logged: the message is not acknowledged, and rings again when
    /// the server pushes it again.
    /// </summary>
    /// <exception cref="PosClientStoppedException">The server does not want this terminal.</exception>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task RunAsync(Func<OrderMessage, CancellationToken, Task> handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handler);

        await using var run = Begin(cancellationToken);
        var handling = Task.WhenAll(
            Enumerable.Range(0, _options.MaxConcurrentHandlers).Select(_ => Task.Run(() => HandleAsync(run, handler), CancellationToken.None)));
        try
        {
            await handling.WaitAsync(run.Stopping);
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            await GiveTimeAsync(handling);
            run.ThrowIfRefused();
        }
    }

    /// <summary>
    /// The same as a stream. A message counts as handled when the next one is asked for; leaving the loop ends the connection gracefully,
    /// without an acknowledgement of the message at which it was left. One message at a time, whatever
    /// <see cref="PosClientOptions.MaxConcurrentHandlers"/> says.
    /// </summary>
    /// <exception cref="PosClientStoppedException">The server does not want this terminal.</exception>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerable<OrderMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var run = Begin(cancellationToken);
        while (await run.TakeAsync() is { } message)
        {
            var isHandled = false;
            try
            {
                yield return message;
                Finish(message);
                isHandled = true;
            }
            finally
            {
                run.PutDown(message, isHandled);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Says that the application has the message for sure, and waits until the server has the acknowledgement for sure. Cancelling ends
    /// the waiting, not the acknowledgement. Acknowledging again is harmless. While the client does not run, it waits for the next run.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled, or the client was disposed before there was an answer.
    /// </exception>
    public Task AcknowledgeAsync(OrderMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Acknowledge(message).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Says that the network may have changed, or that the machine has slept: connects at once when the client waits, and otherwise makes
    /// sure within <see cref="PosClientOptions.ProbeTimeout"/> that the connection still stands. The client notices by itself where .NET
    /// does.
    /// </summary>
    public void CheckConnection() => _run?.Connection.Check();

    /// <summary>Ends what runs, gracefully, in no more than three times <see cref="PosClientOptions.CloseTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        ClientRun? run;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            run = _run;
        }

        if (run is not null)
        {
            run.Stop();
            await GiveTimeAsync(_ended.Task);

            // A loop that reads the stream may be the one who disposes.
            await run.DisposeAsync();
        }

        _acks.Abandon();
        _handled.Dispose();
    }
}
