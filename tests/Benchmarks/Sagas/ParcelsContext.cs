using Microsoft.EntityFrameworkCore;

namespace StorePush.Benchmarks.Sagas;

internal sealed class ParcelsContext(DbContextOptions<ParcelsContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Parcel>(parcel =>
    {
        parcel.HasKey(p => p.CorrelationId);
        parcel.Property(p => p.CorrelationId).ValueGeneratedNever();
        parcel.Property(p => p.Version).IsConcurrencyToken();
        parcel.Property(p => p.State).HasMaxLength(16);
    });
}
