using StorePush.Contracts;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;

namespace StorePush.Delivery.Pushing;

/// <summary>
/// Makes the commands for messages that are pushed together: one per edge, whatever the number of messages and devices, as long as it
/// does not get too large for the broker.
/// </summary>
internal static class StorePushes
{
    /// <summary>The commands.</summary>
    /// <param name="pushes">The messages, oldest first, each with the number of this push.</param>
    /// <param name="sessions">The sessions of the messages' stores.</param>
    /// <param name="isRepeat">Whether devices that were sent the messages before get them again.</param>
    public static IEnumerable<PushToStore> PerEdge(
        IReadOnlyList<(DeliveryState Message, int Push)> pushes, ILookup<string, DeviceSession> sessions, bool isRepeat)
    {
        var byEdge = new Dictionary<string, List<MessagePush>>();
        foreach (var (message, push) in pushes)
        {
            var traceParent = PushTraces.Push(message, push);
            var frame = MessageFrames.Write(message, push, traceParent);
            foreach (var edge in sessions[message.StoreId].GroupBy(session => session.EdgeId))
            {
                if (!byEdge.TryGetValue(edge.Key, out var list))
                    byEdge[edge.Key] = list = [];
                list.Add(For(message, push, frame, [.. edge.Select(session => session.ConnectionId)], isRepeat, traceParent));
            }
        }

        return byEdge.SelectMany(edge => CommandParts
            .Split(edge.Value, push => CommandParts.Bytes(push.ConnectionIds.Count, push.Frame.Utf8.Length))
            .Select(part => new PushToStore { EdgeId = edge.Key, Pushes = part }));
    }

    /// <summary>One message to one connection, that it has not been sent.</summary>
    public static MessagePush For(DeliveryState message, int push, Guid connectionId)
    {
        var traceParent = PushTraces.Push(message, push);
        return For(message, push, MessageFrames.Write(message, push, traceParent), [connectionId], isRepeat: false, traceParent);
    }

    private static MessagePush For(
        DeliveryState message, int push, RawJson frame, IReadOnlyList<Guid> connectionIds, bool isRepeat, string? traceParent) => new()
        {
            MessageId = message.CorrelationId,
            StoreId = message.StoreId,
            ExpiresAt = message.ExpiresAt,
            ConnectionIds = connectionIds,
            IsRepeat = isRepeat,
            Push = push,
            Frame = frame,
            TraceParent = traceParent,
        };
}
