namespace StorePush.Pos.Messages;

/// <summary>The messages that wait for the application, and those it has in hand.</summary>
/// <remarks>Thread-safe. Many may take; each message goes to one of them, in the order in which they came.</remarks>
internal sealed class Inbox(PosClientOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(OrderMessage Message, int Bytes)> _waiting = new();
    private readonly Dictionary<Guid, LinkedListNode<(OrderMessage Message, int Bytes)>> _waitingById = [];
    private readonly HashSet<Guid> _inHand = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private long _bytes;
    private bool _closed;

    /// <summary>Takes a message in.</summary>
    public Reception Offer(OrderMessage message, int bytes)
    {
        lock (_gate)
        {
            if (_waitingById.ContainsKey(message.Id) || _inHand.Contains(message.Id))
                return Reception.Repeated;
            if (_closed || _waiting.Count >= options.MaxWaitingMessages || _bytes + bytes > options.MaxWaitingBytes)
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
            if (!_waitingById.Remove(messageId, out var node))
                return false;

            _waiting.Remove(node);
            _bytes -= node.Value.Bytes;
            return true;
        }
    }

    /// <summary>The next message, which is in hand until <see cref="PutDown"/>.</summary>
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

                _waiting.RemoveFirst();
                _waitingById.Remove(node.Value.Message.Id);
                _bytes -= node.Value.Bytes;
                _inHand.Add(node.Value.Message.Id);
                return node.Value.Message;
            }
        }
    }

    /// <summary>Says that the application is done with a message, for better or worse.</summary>
    public void PutDown(Guid messageId)
    {
        lock (_gate)
            _inHand.Remove(messageId);
    }

    /// <summary>Takes nothing in any more.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
    }

    public void Dispose() => _arrived.Dispose();
}
