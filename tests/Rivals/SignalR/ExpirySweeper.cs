using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace StorePush.Rivals.SignalR;

/// <summary>Ends orders whose time is over.</summary>
internal sealed class ExpirySweeper(IServiceScopeFactory scopes, IHubContext<DeviceHub> hub, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await SweepAsync(stoppingToken);
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        var now = clock.GetUtcNow();
        var over = await database.Orders
            .Where(order => order.Status == Order.Pending && order.ExpiresAt <= now)
            .ToListAsync(stoppingToken);
        foreach (var order in over)
            (order.Status, order.SettledAt) = (Order.Expired, now);
        await database.SaveChangesAsync(stoppingToken);
        foreach (var order in over)
            await hub.Clients.Group(order.StoreId).SendAsync("settled", new { order.Id, order.Status }, stoppingToken);
    }
}
