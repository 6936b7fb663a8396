namespace StorePush.Pos.Messages;

/// <summary>The messages that wait for the application, and those it has in hand.</summary>
/// <remarks>Thread-safe. Many may take; each message goes to one of them, in the order in which they came.</remarks>
internal sealed class Inbox(PosClientOptions options, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(OrderMessage Message, int Bytes)> _waiting = new();
    private readonly Dictionary<Guid, LinkedListNode<(OrderMessage Message, int Bytes)>> _waitingById = [];
    private readonly HashSet<Guid> _inHand = [];
    private readonly HandledMessages _kept = new(options.MaxHandledMessages, null);
    private readonly SemaphoreSlim _arrived = new(0);
    private (DateTimeOffset Then, long At)? _serverTime;
    private long _bytes;
    private bool _closed;

    /// <summary>Takes a message in.</summary>
    public Reception Offer(OrderMessage message, int bytes)
    {
        lock (_gate)
        {
            if (_waitingById.ContainsKey(message.Id) || _inHand.Contains(message.Id) || _kept.Contains(message))
                return Reception.Repeated;
            if (_closed)
                return Reception.TooLate;
            if (!HasRoomFor(bytes))
                return Reception.Deferred;

            _waitingById.Add(message.Id, _waiting.AddLast((message, bytes)));
            _bytes += bytes;
        }

        _arrived.Release();
        return Reception.Taken;
    }

    /// <summary>Drops a message that needs nobody any more; false when it does not wait.</summary>
    public bool Withdraw(Guid messageId)
    {
        lock (_gate)
        {
            if (!_waitingById.TryGetValue(messageId, out var node))
                return false;

            Remove(node);
            return true;
        }
    }

    /// <summary>Drops all that waits, for it comes again if it is still pending.</summary>
    /// <param name="serverTime">What time it is, as the server has it.</param>
    public void StartOver(DateTimeOffset serverTime)
    {
        lock (_gate)
        {
            _serverTime = (serverTime, clock.GetTimestamp());
            _waiting.Clear();
            _waitingById.Clear();
            _bytes = 0;
        }
    }

    /// <summary>The next message that has not expired, which is in hand until <see cref="PutDown"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<OrderMessage> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _arrived.WaitAsync(cancellationToken);
            lock (_gate)
            {
                if (_waiting.First is not { } node)
                    continue;

                Remove(node);
                if (HasExpired(node.Value.Message))
                {
                    PosMetrics.Withdrawn.Add(1);
                    continue;
                }

                _inHand.Add(node.Value.Message.Id);
                return node.Value.Message;
            }
        }
    }

    /// <summary>Says that the handler is done with a message, for better or worse.</summary>
    /// <param name="message">The message.</param>
    /// <param name="keeps">Whether the application has it and will acknowledge it later: then it does not ring again.</param>
    public void PutDown(OrderMessage message, bool keeps)
    {
        lock (_gate)
        {
            if (keeps)
                _kept.Add(message);
            _inHand.Remove(message.Id);
        }
    }

    /// <summary>Takes nothing in any more.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
    }

    public void Dispose()
    {
        _kept.Dispose();
        _arrived.Dispose();
    }

    /// <summary>One message always has room, however large it is: else it would never ring.</summary>
    private bool HasRoomFor(int bytes) =>
        _waiting.Count == 0 || (_waiting.Count < options.MaxWaitingMessages && _bytes + bytes <= options.MaxWaitingBytes);

    /// <summary>By the server's clock, counted on from its hello: that of a terminal may be hours off.</summary>
    private bool HasExpired(OrderMessage message) =>
        _serverTime is { } time && message.ExpiresAt <= time.Then + clock.GetElapsedTime(time.At);

    private void Remove(LinkedListNode<(OrderMessage Message, int Bytes)> node)
    {
        _waiting.Remove(node);
        _waitingById.Remove(node.Value.Message.Id);
        _bytes -= node.Value.Bytes;
    }
}
