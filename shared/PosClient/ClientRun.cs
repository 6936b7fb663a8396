using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using StorePush.Pos.Acknowledgements;
using StorePush.Pos.Connections;
using StorePush.Pos.Messages;

namespace StorePush.Pos;

/// <summary>One run of a client, from the first attempt to connect to a graceful end.</summary>
internal sealed class ClientRun : IAsyncDisposable
{
    private readonly PosClientOptions _options;
    private readonly AckBook _acks;
    private readonly Inbox _inbox;
    private readonly ConnectionKeeper _keeper;
    private readonly Action _ended;
    private readonly CancellationTokenSource _stopKeeper = new();
    private readonly CancellationTokenSource _stopping;
    private readonly Task _keeping;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _refusal;
    private int _disposing;

    public ClientRun(
        PosClientOptions options,
        HandledMessages handled,
        AckBook acks,
        ClientEvents events,
        MachineEvents machine,
        TimeProvider clock,
        ILogger logger,
        Action ended,
        CancellationToken stopping)
    {
        (_options, _acks, _ended) = (options, acks, ended);
        _inbox = new Inbox(options, clock);
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Stopping = _stopping.Token;
        _keeper = new ConnectionKeeper(
            options, new MessageDesk(_inbox, handled, acks, events, logger), acks, events, machine, clock, logger);
        _keeping = KeepAsync();
    }

    /// <summary>Cancelled when this run is to end.</summary>
    public CancellationToken Stopping { get; }

    public ConnectionKeeper Connection => _keeper;

    /// <summary>The next message, to be put down afterwards; null when this run is to end.</summary>
    /// <exception cref="PosClientStoppedException">The server does not want this terminal.</exception>
    public async ValueTask<OrderMessage?> TakeAsync()
    {
        try
        {
            Stopping.ThrowIfCancellationRequested();
            await _acks.WhenFewerThanAsync(_options.MaxPendingAcks, Stopping);
            return await _inbox.TakeAsync(Stopping);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            ThrowIfRefused();
            return null;
        }
    }

    /// <exception cref="PosClientStoppedException">The server does not want this terminal.</exception>
    public void ThrowIfRefused()
    {
        if (_refusal is { } refusal)
            ExceptionDispatchInfo.Throw(refusal);
    }

    /// <summary>Says that the handler is done with a message; by hand, what it has taken is kept until it is acknowledged.</summary>
    public void PutDown(OrderMessage message, bool isHandled) =>
        _inbox.PutDown(message, keeps: isHandled && _options.AcknowledgeMode == AcknowledgeMode.ByHand);

    /// <summary>Ends it, if it has not ended by itself.</summary>
    public void Stop()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has.
        }
    }

    /// <summary>
    /// Waits for the acknowledgements under way, then closes the connection; neither takes longer than the options allow. Whoever calls
    /// first does it, the others wait for it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposing, 1) == 1)
        {
            await _disposed.Task;
            return;
        }

        await _stopping.CancelAsync();
        _inbox.Close();
        await _stopKeeper.CancelAsync();
        await _keeping;
        _keeper.Dispose();
        _inbox.Dispose();
        _stopping.Dispose();
        _stopKeeper.Dispose();
        _ended();
        _disposed.SetResult();
    }

    private async Task KeepAsync()
    {
        try
        {
            await Task.Run(() => _keeper.RunAsync(_stopKeeper.Token), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It ends, whether the application works on a message or waits for one.
            _refusal = exception;
            await _stopping.CancelAsync();
        }
    }
}
