using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Devices;
using StorePush.Delivery.Figures;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;
using StorePush.Delivery.Webhooks;
using StorePush.Sagas.EntityFrameworkCore.Rows;

namespace StorePush.Delivery.Persistence;

/// <summary>The tables of Delivery, and the few statements that databases say differently.</summary>
internal abstract class DeliveryDbContext(DbContextOptions options) : DbContext(options)
{
    protected const string PendingFilter = "state = 'Pending'";

    public DbSet<DeliveryState> Deliveries => Set<DeliveryState>();

    public DbSet<DeviceSession> Sessions => Set<DeviceSession>();

    public DbSet<EdgeProcess> Edges => Set<EdgeProcess>();

    public DbSet<DeviceRevocation> Revocations => Set<DeviceRevocation>();

    public DbSet<WebhookCall> WebhookCalls => Set<WebhookCall>();

    public DbSet<FiguresSlice> Figures => Set<FiguresSlice>();

    /// <summary>Inserts what is not there yet.</summary>
    public abstract IRowWriter Rows { get; }

    /// <summary>
    /// Counts and logs one push of each message that is still pending and returns the new counts. Also schedules the next push, where
    /// none is or where this is the first.
    /// </summary>
    public abstract Task<Dictionary<Guid, int>> CountPushesAsync(
        IReadOnlyList<PushNote> pushes, DateTimeOffset nextPushAt, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> pending messages whose next push is due, locked until the transaction ends.</summary>
    public abstract IQueryable<DeliveryState> LockDuePushes(DateTimeOffset now, int limit);

    /// <summary>Up to <paramref name="limit"/> pending messages whose expiry is due, locked until the transaction ends.</summary>
    public abstract IQueryable<DeliveryState> LockDueExpiries(DateTimeOffset now, int limit);

    /// <summary>Up to <paramref name="limit"/> calls of the webhooks' receiver that are due; nobody else gets them before they are due again.</summary>
    public abstract Task<List<WebhookCall>> ClaimCallsAsync(
        DateTimeOffset now, DateTimeOffset dueAgainAt, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The stores that have messages, in order, from the one after <paramref name="afterStore"/> on: one look into an index for each,
    /// however many messages they have.
    /// </summary>
    public Task<List<string>> StoresAfterAsync(string afterStore, int limit, CancellationToken cancellationToken) =>
        Database
            .SqlQuery<string>(
                $"""
                WITH RECURSIVE stores (store_id) AS (
                    SELECT min(store_id) FROM deliveries WHERE store_id > {afterStore}
                    UNION ALL
                    SELECT (SELECT min(store_id) FROM deliveries WHERE store_id > stores.store_id) FROM stores WHERE stores.store_id IS NOT NULL
                )
                SELECT store_id AS "Value" FROM stores WHERE store_id IS NOT NULL LIMIT {limit}
                """)
            .ToListAsync(cancellationToken);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DeliveryState>(message =>
        {
            message.ToTable("deliveries");
            message.HasKey(m => m.CorrelationId);
            message.Property(m => m.Version).IsConcurrencyToken();
            message.Property(m => m.State).HasMaxLength(16);
            message.Property(m => m.Kind).HasMaxLength(32);
            message.Property(m => m.Platform).HasMaxLength(32);
            message.Property(m => m.StoreId).HasMaxLength(64);
            message.Property(m => m.OrderId).HasMaxLength(64);
            message.Property(m => m.DeliveredBy).HasMaxLength(64);
            message.Property(m => m.TraceParent).HasMaxLength(55);

            // Only pending messages are in what is read all the time, so that an order costs the same after years.
            message.HasIndex(m => new { m.StoreId, m.AcceptedAt }).HasFilter(PendingFilter);
            message.HasIndex(m => m.NextPushAt).HasFilter($"{PendingFilter} AND next_push_at IS NOT NULL");
            message.HasIndex(m => m.ExpiryDueAt).HasFilter(PendingFilter);

            // For retention. By when they were accepted it would be one more entry for every change of a row, not one for each order.
            message.HasIndex(m => m.SettledAt).HasFilter("settled_at IS NOT NULL");

            // For the status calls, which list settled messages too.
            message.HasIndex(m => new { m.StoreId, m.AcceptedAt, m.CorrelationId });
        });

        modelBuilder.Entity<DeviceSession>(session =>
        {
            session.ToTable("device_sessions");
            session.HasKey(s => s.ConnectionId);
            session.Property(s => s.ConnectionId).ValueGeneratedNever();
            session.Property(s => s.StoreId).HasMaxLength(64);
            session.Property(s => s.DeviceId).HasMaxLength(64);
            session.Property(s => s.EdgeId).HasMaxLength(128);
            session.HasIndex(s => new { s.StoreId, s.DeviceId });
            session.HasIndex(s => s.EdgeId);
        });

        modelBuilder.Entity<EdgeProcess>(edge =>
        {
            edge.ToTable("edges");
            edge.HasKey(e => e.EdgeId);
            edge.Property(e => e.EdgeId).HasMaxLength(128);
        });

        modelBuilder.Entity<FiguresSlice>(slice =>
        {
            slice.ToTable("figures");
            slice.HasKey(s => new { s.At, s.ProcessId });
        });

        modelBuilder.Entity<DeviceRevocation>(revocation =>
        {
            revocation.ToTable("device_revocations");
            revocation.HasKey(r => new { r.StoreId, r.DeviceId });
            revocation.Property(r => r.StoreId).HasMaxLength(64);
            revocation.Property(r => r.DeviceId).HasMaxLength(64);
        });

        modelBuilder.ApplyConfiguration(new WebhookCallMap());
    }
}
