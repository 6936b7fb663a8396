using Microsoft.Extensions.Options;
using StorePush.Hosting.Deliveries;

namespace StorePush.Edge.Push;

/// <summary>The messages that were settled a moment ago, so that a push that was under way meanwhile is not sent any more.</summary>
/// <remarks>
/// Thread-safe. An acknowledgement that is safe may wait for Delivery in a long queue, and Delivery repeats the push meanwhile: so it
/// remembers for longer than a queue takes after an outage, and not forever, since the same order is a new message once Delivery has
/// forgotten it. Keyed by store too, so that no store can hide another's message.
/// </remarks>
internal sealed class RecentlySettled(IOptions<EdgeOptions> options, IOptions<DeliveryOptions> delivery, TimeProvider clock)
{
    private static readonly TimeSpan LongestMemory = TimeSpan.FromMinutes(10);

    private readonly TimeSpan _memory = TimeSpan.FromTicks(Math.Min(LongestMemory.Ticks, delivery.Value.Retention.Ticks));

    private readonly Lock _gate = new();
    private readonly HashSet<(string StoreId, Guid MessageId)> _messages = [];
    private readonly Queue<((string StoreId, Guid MessageId) Message, long SettledAt)> _order = new();

    public void Add(string storeId, Guid messageId)
    {
        lock (_gate)
        {
            Forget();
            if (!_messages.Add((storeId, messageId)))
                return;

            _order.Enqueue(((storeId, messageId), clock.GetTimestamp()));
            if (_order.Count > options.Value.MaxRecentlySettled)
                _messages.Remove(_order.Dequeue().Message);
        }
    }

    public bool Contains(string storeId, Guid messageId)
    {
        lock (_gate)
        {
            Forget();
            return _messages.Contains((storeId, messageId));
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.SettledAt) >= _memory)
            _messages.Remove(_order.Dequeue().Message);
    }
}
