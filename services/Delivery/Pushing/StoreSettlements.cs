using StorePush.Contracts;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;
using StorePush.Protocol;

namespace StorePush.Delivery.Pushing;

/// <summary>Makes the commands for messages that are settled together: one per edge, unless it gets too large for the broker.</summary>
internal static class StoreSettlements
{
    /// <summary>The commands; none for the device that has acknowledged, which knows.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="sessions">The sessions of the messages' stores.</param>
    public static IEnumerable<SettleAtStore> PerEdge(
        IEnumerable<DeliveryState> messages, ILookup<string, DeviceSession> sessions) => messages
            .SelectMany(message => sessions[message.StoreId]
                .Where(session => session.DeviceId != message.DeliveredBy)
                .GroupBy(session => session.EdgeId)
                .Select(edge => (EdgeId: edge.Key, Settlement: For(message, edge))))
            .GroupBy(one => one.EdgeId, one => one.Settlement)
            .SelectMany(edge => CommandParts
                .Split(edge, settlement => CommandParts.Bytes(settlement.ConnectionIds.Count))
                .Select(part => new SettleAtStore { EdgeId = edge.Key, Settlements = part }));

    private static MessageSettlement For(DeliveryState message, IEnumerable<DeviceSession> sessions) => new()
    {
        MessageId = message.CorrelationId,
        StoreId = message.StoreId,
        ConnectionIds = [.. sessions.Select(session => session.ConnectionId)],
        Status = message.DeliveredBy is null ? MessageStatuses.Expired : MessageStatuses.Delivered,
        By = message.DeliveredBy,
    };
}
