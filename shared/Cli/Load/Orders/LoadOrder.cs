using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Orders;

/// <summary>
/// One order and how far it got. Thread-safe: the frame may beat the 202, and devices don't wait for each other.
/// </summary>
/// <param name="group">Where it counts.</param>
/// <param name="storeId">Its store.</param>
/// <param name="orderId">Its id at the platform.</param>
/// <param name="intendedAt">When it was due, whenever it was posted.</param>
/// <param name="devices">How many devices the store has.</param>
/// <param name="clock">What the times are times of.</param>
internal sealed class LoadOrder(
    OrderGroup group, string storeId, string orderId, long intendedAt, int devices, TimeProvider clock)
{
    /// <summary>Pushes from this one on, an hour later, are compared with the one before alone.</summary>
    private const int LastBit = 63;

    private readonly Lock _lock = new();
    private long? _acceptedAt;
    private long? _receivedAt;
    private long? _settledAt;
    private long? _toldAt;
    private int _lastPush;
    private Sighting[]? _sightings;
    private bool[]? _knowing;
    private TaskCompletionSource? _reached;

    /// <summary>A push that comes later than this after the acknowledgement did not cross with it.</summary>
    public required TimeSpan LongestWay { get; init; }

    public string StoreId => storeId;

    public string OrderId => orderId;

    /// <summary>When it was due.</summary>
    public long IntendedAt => intendedAt;

    /// <summary>When the server had promised to keep it; null before.</summary>
    public long? AcceptedAt
    {
        get
        {
            lock (_lock)
                return _acceptedAt;
        }
    }

    /// <summary>When the first device had it; null before.</summary>
    public long? ReceivedAt
    {
        get
        {
            lock (_lock)
                return _receivedAt;
        }
    }

    /// <summary>When the first device had its <c>ack.ok</c>; null before.</summary>
    public long? SettledAt
    {
        get
        {
            lock (_lock)
                return _settledAt;
        }
    }

    /// <summary>The highest number of a push that came; 0 before the first.</summary>
    public int LastPush
    {
        get
        {
            lock (_lock)
                return _lastPush;
        }
    }

    /// <summary>Whether every device of its store has it, and knows that it is settled.</summary>
    public bool IsEverywhere
    {
        get
        {
            lock (_lock)
                return _sightings?.All(sighting => sighting.Push != 0) == true && _knowing?.All(knows => knows) == true;
        }
    }

    /// <summary>How far somebody waits for it to get.</summary>
    public OrderStep Until { get; init; }

    /// <summary>Known once a device has it.</summary>
    public Guid MessageId { get; set; }

    public OrderCounts Counts => group.Counts;

    /// <summary>Accepted, but not at any device.</summary>
    public bool IsUnderWay
    {
        get
        {
            lock (_lock)
                return _acceptedAt is not null && _receivedAt is null;
        }
    }

    /// <returns>Whether nothing more is expected of it.</returns>
    public bool Accept(long at)
    {
        lock (_lock)
        {
            _acceptedAt = at;
            group.Counts.Accept();
            group.Latencies.IntendedToAccepted.Record(clock.GetElapsedTime(intendedAt, at));
            if (_receivedAt is not null)
                CountReceived();
            if (_settledAt is not null)
                CountSettled();
            if (_toldAt is not null)
                CountTold();
            return _settledAt is not null && _receivedAt is not null;
        }
    }

    /// <summary>A device has it.</summary>
    /// <param name="device">Which one of its store.</param>
    /// <param name="connection">The how manieth connection of the device.</param>
    /// <param name="push">The number of the push.</param>
    /// <param name="at">When.</param>
    public void Receive(int device, int connection, int push, long at)
    {
        lock (_lock)
        {
            if (_receivedAt is null)
            {
                _receivedAt = at;
                if (_acceptedAt is not null)
                    CountReceived();
            }

            // What was on its way before the acknowledgement, to another device or out of a page of a replay, may arrive after it.
            if (_settledAt is { } settledAt && push > _lastPush && clock.GetElapsedTime(settledAt, at) is var after && after > LongestWay)
                group.Counts.PushAfterSettled(after);
            _lastPush = Math.Max(_lastPush, push);
            CompareWithLastTime(device, connection, push, at);
        }
    }

    /// <summary>The server has answered an acknowledgement.</summary>
    /// <param name="device">Whose it is.</param>
    /// <param name="at">When.</param>
    /// <returns>Whether nothing more is expected of it.</returns>
    public bool Settle(int device, long at)
    {
        lock (_lock)
        {
            NoteThatKnows(device);
            if (_settledAt is not null)
                return false;

            _settledAt = at;
            if (Until == OrderStep.Settled)
                _reached?.TrySetResult();
            if (_acceptedAt is null)
                return false;

            CountSettled();
            return _receivedAt is not null;
        }
    }

    /// <summary>Another device than the one that acknowledged was told so.</summary>
    /// <param name="device">Which one.</param>
    /// <param name="at">When.</param>
    public void Tell(int device, long at)
    {
        lock (_lock)
        {
            NoteThatKnows(device);
            if (_toldAt is not null)
                return;

            _toldAt = at;
            if (_acceptedAt is not null)
                CountTold();
            if (Until == OrderStep.Told)
                _reached?.TrySetResult();
        }
    }

    /// <summary>Waits until an order that was accepted is as far as <see cref="Until"/> says.</summary>
    public Task ReachAsync()
    {
        lock (_lock)
        {
            if (Until switch { OrderStep.Settled => _settledAt, OrderStep.Told => _toldAt, _ => _acceptedAt } is not null)
                return Task.CompletedTask;

            _reached ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _reached.Task;
        }
    }

    private void NoteThatKnows(int device) => (_knowing ??= new bool[devices])[device] = true;

    /// <remarks>
    /// Over one connection each push comes once, and in its order. The client tells of a repeated push at once, and of the first one when its
    /// handler has it; so a first one may seem to come after the second, but not long after.
    /// </remarks>
    private void CompareWithLastTime(int device, int connection, int push, long at)
    {
        _sightings ??= new Sighting[devices];
        var before = _sightings[device];
        var isSameWay = before.Connection == connection;
        var number = 1UL << Math.Min(push, LastBit);
        var known = isSameWay ? before.Numbers : 0;
        var isCopy = isSameWay && (push == before.Push || (push < LastBit && (known & number) != 0));
        var isOutOfOrder = isSameWay && push < before.Push && clock.GetElapsedTime(before.At, at) > LongestWay;
        _sightings[device] = new(connection, push, known | number, at);
        if (isCopy || isOutOfOrder)
            group.Counts.Repeat($"{OrderId} of {StoreId}, device {device}: push {push} after push {before.Push}");
        else if (before.Push != 0)
            group.Counts.Repush();
    }

    private void CountReceived()
    {
        group.Counts.Receive();
        group.Latencies.AcceptedToReceived.Record(clock.GetElapsedTime(_acceptedAt!.Value, _receivedAt!.Value));
        group.Latencies.IntendedToReceived.Record(clock.GetElapsedTime(intendedAt, _receivedAt.Value));
    }

    private void CountSettled()
    {
        group.Counts.Settle();
        group.Latencies.AcceptedToSettled.Record(clock.GetElapsedTime(_acceptedAt!.Value, _settledAt!.Value));
        group.Latencies.IntendedToSettled.Record(clock.GetElapsedTime(intendedAt, _settledAt.Value));
    }

    private void CountTold() => group.Latencies.AcceptedToTold.Record(clock.GetElapsedTime(_acceptedAt!.Value, _toldAt!.Value));

    /// <summary>How a device saw it last, and as bits all pushes that it saw over that connection. No push is 0.</summary>
    private readonly record struct Sighting(int Connection, int Push, ulong Numbers, long At);
}
