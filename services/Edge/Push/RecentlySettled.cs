using Microsoft.Extensions.Options;

namespace StorePush.Edge.Push;

/// <summary>The messages that were settled last, so that a push that was under way meanwhile is not sent any more.</summary>
/// <remarks>Thread-safe; the oldest ones are forgotten. Keyed by store too, so that no store can hide another's message.</remarks>
internal sealed class RecentlySettled(IOptions<EdgeOptions> options)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string StoreId, Guid MessageId)> _messages = [];
    private readonly Queue<(string StoreId, Guid MessageId)> _order = new();

    public void Add(string storeId, Guid messageId)
    {
        lock (_gate)
        {
            if (!_messages.Add((storeId, messageId)))
                return;

            _order.Enqueue((storeId, messageId));
            if (_order.Count > options.Value.MaxRecentlySettled)
                _messages.Remove(_order.Dequeue());
        }
    }

    public bool Contains(string storeId, Guid messageId)
    {
        lock (_gate)
            return _messages.Contains((storeId, messageId));
    }
}
