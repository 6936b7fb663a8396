using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace StorePush.Rivals.SignalR;

/// <summary>What terminals are connected to.</summary>
[Authorize(Policy = "device")]
internal sealed class DeviceHub(OrdersContext database, TimeProvider clock) : Hub
{
    private string StoreId => Context.User!.FindFirst("store_id")!.Value;

    private string DeviceId => Context.User!.FindFirst("sub")!.Value;

    /// <summary>First the group, then what is pending: whatever comes between the two is in both.</summary>
    public override async Task OnConnectedAsync()
    {
        var (storeId, now) = (StoreId, clock.GetUtcNow());
        await Groups.AddToGroupAsync(Context.ConnectionId, storeId);
        var pending = await database.Orders.AsNoTracking()
            .Where(order => order.StoreId == storeId && order.Status == Order.Pending && order.ExpiresAt > now)
            .OrderBy(order => order.AcceptedAt)
            .ToListAsync();
        foreach (var order in pending)
            await Clients.Caller.SendAsync("message", OrderMessage.From(order, JsonSerializer.Deserialize<JsonElement>(order.Payload)));
    }

    /// <summary>The first one wins.</summary>
    public async Task<Guid> Acknowledge(Guid id)
    {
        var (storeId, deviceId, now) = (StoreId, DeviceId, clock.GetUtcNow());
        var settled = await database.Orders
            .Where(order => order.Id == id && order.StoreId == storeId && order.Status == Order.Pending && order.ExpiresAt > now)
            .ExecuteUpdateAsync(update => update
                .SetProperty(order => order.Status, Order.Delivered)
                .SetProperty(order => order.DeliveredBy, deviceId)
                .SetProperty(order => order.SettledAt, now));
        if (settled == 1)
            await Clients.OthersInGroup(storeId).SendAsync("settled", new { Id = id, Status = Order.Delivered, By = deviceId });
        return id;
    }
}
