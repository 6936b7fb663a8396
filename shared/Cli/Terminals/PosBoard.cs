using StorePush.Pos;

namespace StorePush.Cli.Terminals;

/// <summary>Keeps what a terminal shows. Thread-safe: events come from the connection, keys from a person.</summary>
internal sealed class PosBoard(TimeProvider clock)
{
    private const int MaxFinished = 50;

    private readonly Lock _lock = new();
    private readonly List<RingingOrder> _ringing = [];
    private readonly List<FinishedOrder> _finished = [];
    private (ConnectionState State, string? Reason, DateTimeOffset? RetryAt) _connection = (ConnectionState.Stopped, null, null);
    private int _settled;
    private bool _isHolding;

    public bool IsHolding
    {
        get
        {
            lock (_lock)
                return _isHolding;
        }

        set
        {
            lock (_lock)
                _isHolding = value;
        }
    }

    public void Connection(ConnectionState state, string? reason, TimeSpan? retryIn)
    {
        lock (_lock)
            _connection = (state, reason ?? (state == ConnectionState.Connected ? null : _connection.Reason), clock.GetUtcNow() + retryIn);
    }

    /// <summary>A message has come, for the first time or again: then it keeps its place, and only the number of its push changes.</summary>
    /// <returns>Whether it did not ring before.</returns>
    public bool Ring(OrderMessage message)
    {
        lock (_lock)
        {
            if (Repeat(message))
                return false;

            _ringing.Add(new RingingOrder(message, message.Push, clock.GetTimestamp()));
            return true;
        }
    }

    /// <returns>Whether the message rings.</returns>
    public bool Repeat(OrderMessage message)
    {
        lock (_lock)
        {
            var place = _ringing.FindIndex(order => order.Message.Id == message.Id);
            if (place >= 0)
                _ringing[place] = _ringing[place] with { Push = message.Push };
            return place >= 0;
        }
    }

    /// <summary>The messages to acknowledge now, each of them once.</summary>
    /// <param name="index">The place of the one among those that ring; null for all of them.</param>
    public IReadOnlyList<OrderMessage> TakeToAcknowledge(int? index)
    {
        lock (_lock)
        {
            RingingOrder[] taken =
            [
                .. _ringing.Where((order, place) => (index is null || place == index) && !order.IsAcknowledging),
            ];
            foreach (var order in taken)
                _ringing[_ringing.IndexOf(order)] = order with { IsAcknowledging = true };
            return [.. taken.Select(order => order.Message)];
        }
    }

    /// <returns>The message that rings for longest of those not acknowledged yet, to acknowledge now; null when there is none.</returns>
    public OrderMessage? TakeToAcknowledge()
    {
        lock (_lock)
            return _ringing.Find(order => !order.IsAcknowledging) is { } oldest ? TakeToAcknowledge(oldest.Message.Id) : null;
    }

    /// <returns>The message, to acknowledge now; null when it does not ring, or is acknowledged already.</returns>
    public OrderMessage? TakeToAcknowledge(Guid id)
    {
        lock (_lock)
        {
            var place = _ringing.FindIndex(order => order.Message.Id == id);
            return place >= 0 && TakeToAcknowledge(place) is [var message] ? message : null;
        }
    }

    /// <summary>
    /// The messages that ring for longer than they were valid at all. The server says when a message expires, but not to a terminal that
    /// was away at that moment; and the terminal's own time on the wall may be hours off.
    /// </summary>
    public IReadOnlyList<Guid> Overdue()
    {
        lock (_lock)
        {
            return
            [
                .. from order in _ringing
                   where clock.GetElapsedTime(order.RangAt) > order.Message.ExpiresAt - order.Message.AcceptedAt
                   select order.Message.Id,
            ];
        }
    }

    public OrderMessage? Finish(Guid id, string outcome)
    {
        lock (_lock)
        {
            if (_ringing.Find(order => order.Message.Id == id) is not { } order)
                return null;

            _ringing.Remove(order);
            _finished.Insert(0, new FinishedOrder(order.Message, outcome, clock.GetUtcNow()));
            if (_finished.Count > MaxFinished)
                _finished.RemoveAt(MaxFinished);
            _settled++;
            return order.Message;
        }
    }

    public PosPicture Picture()
    {
        lock (_lock)
        {
            return new PosPicture(
                _connection.State, _connection.Reason, _connection.RetryAt, _isHolding, [.. _ringing], [.. _finished], _settled);
        }
    }
}
