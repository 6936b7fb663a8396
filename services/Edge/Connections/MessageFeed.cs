using System.Text.Json;
using StorePush.Contracts;
using StorePush.Edge.Push;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Edge.Connections;

/// <summary>What one device is sent of its store's messages: first the backlog, oldest first, then live ones.</summary>
/// <remarks>
/// <para>Thread-safe.</para>
/// <para>
/// Live pushes that come during the replay are held, so that the order is kept. What is in both, or on a page that comes twice, is sent
/// once; only a repeated push sends a message again, and once itself. When no page comes in time the replay is taken for lost: what was
/// held goes out, and the owner asks again from the start.
/// </para>
/// </remarks>
internal sealed class MessageFeed(
    DeviceIdentity device, Action<OutgoingFrame> send, RecentlySettled settled, EdgeOptions options, TimeProvider clock)
{
    private const int MaxDoublings = 6;

    /// <summary>How many acknowledged messages wait for word on who was first; that comes within moments.</summary>
    private const int MaxAcknowledged = 100;

    private readonly Lock _gate = new();
    private List<MessagePush>? _held = [];
    private int _heldBytes;
    private Dictionary<Guid, Sent>? _unsettled;
    private List<Guid>? _acknowledged;
    private AwaitedPage? _awaited;
    private int _unanswered;

    /// <summary>What is held until the replay is through.</summary>
    public int HeldBytes => Volatile.Read(ref _heldBytes);

    /// <summary>Notes that a page of the replay was asked for.</summary>
    /// <param name="after">The place after which it begins; null for the first.</param>
    public void AwaitPage(ReplayCursor? after)
    {
        lock (_gate)
        {
            if (_awaited is not null)
                _unanswered++;
            _awaited = new(after, clock.GetTimestamp());
        }
    }

    /// <summary>Notes that the question did not get through, so that no answer is owed.</summary>
    public void AwaitNothing()
    {
        lock (_gate)
            _awaited = null;
    }

    /// <summary>
    /// Whether a page was asked for and does not come. Every request without an answer doubles the patience: when Delivery is away,
    /// the requests wait in its queue.
    /// </summary>
    public bool IsPageOverdue()
    {
        lock (_gate)
        {
            return _awaited is { } page
                && clock.GetElapsedTime(page.Since) >= options.ReplayTimeout * (1 << Math.Min(_unanswered, MaxDoublings));
        }
    }

    /// <summary>
    /// Sends a live push, or holds it until the replay is through. What is held takes half of the room at most, so that a page has the
    /// other half; more is dropped. It is pending in the database, and is pushed again 10 seconds later.
    /// </summary>
    public void Push(MessagePush push)
    {
        lock (_gate)
        {
            if (_held is null)
                SendIfPending(push);
            else if (_held.Count < options.MaxQueuedFrames / 2 && _heldBytes + push.Frame.Utf8.Length <= options.MaxQueuedBytes / 2)
                Hold(push, _held);
        }
    }

    /// <summary>
    /// Sends a page of the replay. One that is not the one that is awaited is a late copy, and is dropped.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="askForNext">Asks for the next page; called when the device has read this one.</param>
    public void Replay(PushToStore page, Action<ReplayCursor> askForNext)
    {
        lock (_gate)
        {
            if (!IsAwaited(page.After))
                return;

            foreach (var push in page.Pushes)
                SendIfPending(push);

            if (page.Next is null)
                Release();
            else
                send(OutgoingFrame.Marker(() => askForNext(page.Next)));
        }
    }

    /// <summary>Ends a replay in which nothing is pending, instead of its first page.</summary>
    public void EndReplay()
    {
        lock (_gate)
        {
            if (IsAwaited(after: null))
                Release();
        }
    }

    /// <summary>Gives a replay up: what was held goes out.</summary>
    public void GoLive()
    {
        lock (_gate)
            Release();
    }

    /// <summary>
    /// Tells the device that a message is settled, if it was sent it and did not settle it itself. One that acknowledged too, but not
    /// first, learns that another device has the order.
    /// </summary>
    /// <remarks>
    /// A message that expires although this device acknowledged it in time is about to be delivered: the acknowledgement is under way.
    /// </remarks>
    public void Settle(Guid messageId, string status, string? by)
    {
        lock (_gate)
        {
            LetGo(messageId);
            if (status == MessageStatuses.Expired && _acknowledged?.Contains(messageId) == true)
                return;

            var wasSent = _unsettled?.Remove(messageId) == true || _acknowledged?.Remove(messageId) == true;
            if (!wasSent || by == device.DeviceId)
                return;

            var frame = new SettledFrame { Id = messageId, Status = status, By = by };
            send(new OutgoingFrame(JsonSerializer.SerializeToUtf8Bytes(frame, ProtocolJson.Default.SettledFrame)));
        }
    }

    /// <summary>Whether the device was sent a message that it can still settle, and has not acknowledged.</summary>
    public bool IsUnsettled(Guid messageId)
    {
        lock (_gate)
            return _unsettled?.TryGetValue(messageId, out var sent) == true && clock.GetUtcNow() < sent.ExpiresAt;
    }

    /// <summary>Where the trace of a message goes on that this device can still settle; null when there is none.</summary>
    public string? TraceParentOf(Guid messageId)
    {
        lock (_gate)
            return _unsettled?.GetValueOrDefault(messageId).TraceParent;
    }

    /// <summary>
    /// Notes that the device has taken a message; false when it was not sent it, it was settled before, or it is too late for it.
    /// </summary>
    public bool Acknowledge(Guid messageId, DateTimeOffset acknowledgedAt)
    {
        lock (_gate)
        {
            if (_unsettled?.TryGetValue(messageId, out var sent) != true || acknowledgedAt >= sent.ExpiresAt)
                return false;

            _unsettled.Remove(messageId);
            _acknowledged ??= [];
            _acknowledged.Add(messageId);
            if (_acknowledged.Count > MaxAcknowledged)
                _acknowledged.RemoveAt(0);
            return true;
        }
    }

    private bool IsAwaited(ReplayCursor? after)
    {
        if (_awaited is null || _awaited.After != after)
            return false;

        _awaited = null;
        _unanswered = 0;
        return true;
    }

    private void Hold(MessagePush push, List<MessagePush> held)
    {
        held.Add(push);
        Volatile.Write(ref _heldBytes, _heldBytes + push.Frame.Utf8.Length);
    }

    private void LetGo(Guid messageId)
    {
        if (_held?.RemoveAll(push => push.MessageId == messageId) > 0)
            Volatile.Write(ref _heldBytes, _held.Sum(push => push.Frame.Utf8.Length));
    }

    private void Release()
    {
        var held = _held;
        _held = null;
        Volatile.Write(ref _heldBytes, 0);
        foreach (var push in held ?? [])
            SendIfPending(push);
    }

    private void SendIfPending(MessagePush push)
    {
        if (push.ExpiresAt <= clock.GetUtcNow() || settled.Contains(push.StoreId, push.MessageId))
            return;

        _unsettled ??= [];
        if (_unsettled.TryGetValue(push.MessageId, out var sent) && (!push.IsRepeat || IsCopy(push, sent)))
            return;

        if (_unsettled.Count < options.MaxUnsettled)
            _unsettled[push.MessageId] = new(push.ExpiresAt, push.Push, push.TraceParent);
        send(new OutgoingFrame(push.Frame.Utf8, EdgeTraces.Send(push, device)));
    }

    /// <summary>Whose confirm got lost is published again: the broker brings it twice.</summary>
    private static bool IsCopy(MessagePush push, Sent sent) => push.Push > 0 && push.Push <= sent.Push;

    private readonly record struct Sent(DateTimeOffset ExpiresAt, int Push, string? TraceParent);

    private sealed record AwaitedPage(ReplayCursor? After, long Since);
}
