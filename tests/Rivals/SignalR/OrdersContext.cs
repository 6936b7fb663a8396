using Microsoft.EntityFrameworkCore;

namespace StorePush.Rivals.SignalR;

internal sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>(order =>
    {
        order.HasIndex(o => new { o.Platform, o.StoreId, o.OrderId }).IsUnique();
        order.HasIndex(o => new { o.StoreId, o.AcceptedAt }).HasFilter("status = 'pending'");
    });
}
