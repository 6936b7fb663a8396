using StorePush.Protocol;

namespace StorePush.Pos.Acknowledgements;

/// <summary>
/// The acknowledgements that the server has not answered yet. Each is due at once, again when there was no answer for a while, and again on
/// the next connection, until it is confirmed.
/// </summary>
/// <remarks>Thread-safe. It outlives connections.</remarks>
internal sealed class AckBook(PosClientOptions options, TimeProvider clock)
{
    /// <summary>How many may be without an answer on one connection: half of what a server takes (wire page, section 3.7).</summary>
    public const int MaxUnderWay = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Ack> _acks = [];
    private readonly Queue<Ack> _due = new();
    private readonly Queue<Ack> _underWay = new();
    private int _unanswered;
    private bool _isAbandoned;

    /// <summary>One became due, or one was answered.</summary>
    public event Action? Changed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _acks.Count;
        }
    }

    /// <summary>Waits until so much is answered that fewer remain.</summary>
    public async Task WhenFewerThanAsync(int count, CancellationToken cancellationToken)
    {
        if (Count < count)
            return;

        using var changed = new Signal(clock);
        Changed += changed.Set;
        try
        {
            while (Count >= count)
                await changed.WaitAsync(cancellationToken);
        }
        finally
        {
            Changed -= changed.Set;
        }
    }

    /// <summary>Notes an acknowledgement, which ends when it is confirmed, or is cancelled when there will be no connection any more.</summary>
    public Task Add(Guid messageId)
    {
        Task confirmed;
        lock (_gate)
        {
            if (_isAbandoned)
                return Task.FromCanceled(new CancellationToken(canceled: true));

            if (!_acks.TryGetValue(messageId, out var ack))
            {
                ack = new Ack(messageId);
                _acks.Add(messageId, ack);
                _due.Enqueue(ack);
            }

            confirmed = ack.Confirmed.Task;
        }

        Changed?.Invoke();
        return confirmed;
    }

    /// <summary>What to send now, in one frame; empty when there is nothing.</summary>
    public IReadOnlyList<Guid> TakeDue()
    {
        lock (_gate)
        {
            PutBackWhatWasNotAnswered();
            List<Guid> taken = [];
            while (taken.Count < SocketProtocol.MaxAckIds && _unanswered < MaxUnderWay && _due.TryDequeue(out var ack))
            {
                if (ack.Confirmed.Task.IsCompleted)
                    continue;

                ack.SentAt = clock.GetTimestamp();
                _underWay.Enqueue(ack);
                _unanswered++;
                taken.Add(ack.MessageId);
                PosMetrics.AcksSent.Add(1, new KeyValuePair<string, object?>("again", ack.WasSent));
                ack.WasSent = true;
            }

            return taken;
        }
    }

    /// <summary>How long until something is due that was sent already; null when all is answered.</summary>
    public TimeSpan? UntilDue()
    {
        lock (_gate)
        {
            while (_underWay.TryPeek(out var first) && first.Confirmed.Task.IsCompleted)
                _underWay.Dequeue();
            return _underWay.TryPeek(out var oldest) ? options.AckTimeout - clock.GetElapsedTime(oldest.SentAt!.Value) : null;
        }
    }

    /// <summary>Notes the server's answer; false when this was not waited for.</summary>
    public bool Confirm(Guid messageId)
    {
        lock (_gate)
        {
            if (!_acks.Remove(messageId, out var ack))
                return false;

            if (ack.SentAt is not null)
                _unanswered--;
            ack.Confirmed.TrySetResult();
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Makes everything due again, for what was under way on a connection that is over may be lost.</summary>
    public void StartOver()
    {
        lock (_gate)
        {
            var all = _acks.Values.ToList();
            _due.Clear();
            _underWay.Clear();
            _unanswered = 0;
            foreach (var ack in all)
            {
                ack.SentAt = null;
                _due.Enqueue(ack);
            }
        }
    }

    /// <summary>Ends every wait for an answer: there will be no connection any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            foreach (var ack in _acks.Values)
                ack.Confirmed.TrySetCanceled();
            _acks.Clear();
        }
    }

    private void PutBackWhatWasNotAnswered()
    {
        while (_underWay.TryPeek(out var ack)
            && (ack.Confirmed.Task.IsCompleted || clock.GetElapsedTime(ack.SentAt!.Value) >= options.AckTimeout))
        {
            _underWay.Dequeue();
            if (ack.Confirmed.Task.IsCompleted)
                continue;

            ack.SentAt = null;
            _unanswered--;
            _due.Enqueue(ack);
        }
    }

    private sealed class Ack(Guid messageId)
    {
        public Guid MessageId => messageId;

        public TaskCompletionSource Confirmed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>When it was sent on this connection; null while it is due.</summary>
        public long? SentAt { get; set; }

        public bool WasSent { get; set; }
    }
}
