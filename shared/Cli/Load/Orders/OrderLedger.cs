using System.Collections.Concurrent;
using StorePush.Cli.Load.Measurements;

namespace StorePush.Cli.Load.Orders;

/// <summary>
/// Every order of a run, found by its id at the platform, which is known before it is posted, or by the id of its message.
/// </summary>
/// <param name="run">What the order ids of this run begin with.</param>
/// <param name="devicesPerStore">How many devices see each order.</param>
/// <param name="clock">What the times are times of.</param>
internal sealed class OrderLedger(string run, int devicesPerStore, TimeProvider clock)
{
    /// <summary>
    /// Those that are done are remembered for a while, so that a late repeat is noticed; not forever, so that a run may be long.
    /// </summary>
    private const int MaxDone = 100_000;

    private readonly ConcurrentDictionary<string, LoadOrder> _byOrderId = new();
    private readonly ConcurrentDictionary<Guid, LoadOrder> _byMessageId = new();
    private readonly ConcurrentQueue<LoadOrder> _done = new();
    private int _next;

    /// <summary>How long a push may be on its way to a device: one that comes later after the acknowledgement began after it.</summary>
    public TimeSpan LongestWay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How far orders have to be before somebody places the next one.</summary>
    public OrderStep Until { get; init; }

    public OrderGroup WarmUp { get; } = new();

    public OrderGroup Measured { get; } = new();

    /// <summary>What was accepted and is at no device: lost, unless it still comes.</summary>
    public int NotReceived => WarmUp.Counts.NotReceived + Measured.Counts.NotReceived;

    public int NotSettled => WarmUp.Counts.NotSettled + Measured.Counts.NotSettled;

    /// <summary>Every order that is remembered: all that are not done, and the last 100,000 of those that are.</summary>
    public IReadOnlyCollection<LoadOrder> Remembered => [.. _byOrderId.Values];

    /// <summary>The orders that were accepted and are at no device yet.</summary>
    public IReadOnlyList<LoadOrder> UnderWay() => [.. _byOrderId.Values.Where(order => order.IsUnderWay)];

    /// <param name="stores">The stores, which take turns.</param>
    /// <param name="intendedAt">When it is due.</param>
    /// <param name="isMeasured">False for the warm-up.</param>
    public LoadOrder Plan(IReadOnlyList<string> stores, long intendedAt, bool isMeasured)
    {
        var number = Interlocked.Increment(ref _next) - 1;
        var group = isMeasured ? Measured : WarmUp;
        var order = new LoadOrder(group, stores[number % stores.Count], $"{run}-{number}", intendedAt, devicesPerStore, clock)
        {
            LongestWay = LongestWay,
            Until = Until,
        };
        _byOrderId[order.OrderId] = order;
        group.Counts.Place();
        return order;
    }

    public void Accept(LoadOrder order)
    {
        if (order.Accept(clock.GetTimestamp()))
            Forget(order);
    }

    /// <summary>A device has a message; one of an earlier run is none of ours.</summary>
    public void Receive(string orderId, Guid messageId, int device, int connection, int push)
    {
        var now = clock.GetTimestamp();
        if (!_byOrderId.TryGetValue(orderId, out var order))
            return;

        order.MessageId = messageId;
        _byMessageId.TryAdd(messageId, order);
        order.Receive(device, connection, push, now);
    }

    /// <summary>A device has the answer to its acknowledgement.</summary>
    public void Settle(Guid messageId, int device)
    {
        var now = clock.GetTimestamp();
        if (_byMessageId.TryGetValue(messageId, out var order) && order.Settle(device, now))
            Forget(order);
    }

    /// <summary>A device was told that another one has acknowledged.</summary>
    public void Tell(Guid messageId, int device)
    {
        var now = clock.GetTimestamp();
        if (_byMessageId.TryGetValue(messageId, out var order))
            order.Tell(device, now);
    }

    private void Forget(LoadOrder done)
    {
        _done.Enqueue(done);
        if (_done.Count <= MaxDone || !_done.TryDequeue(out var oldest))
            return;

        _byOrderId.TryRemove(oldest.OrderId, out _);
        _byMessageId.TryRemove(oldest.MessageId, out _);
    }
}
