using System.Text.Json;

namespace StorePush.Rivals.SignalR;

/// <summary>What a terminal gets.</summary>
internal sealed record OrderMessage(
    Guid Id, string OrderId, int Push, string Platform, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt, JsonElement Order)
{
    public static OrderMessage From(Order order, JsonElement payload) =>
        new(order.Id, order.OrderId, 1, order.Platform, order.AcceptedAt, order.ExpiresAt, payload);
}
