using Microsoft.EntityFrameworkCore;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

public sealed class JobsContext(DbContextOptions<JobsContext> options) : DbContext(options)
{
    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("jobs", table => table.HasCheckConstraint("weight_not_negative", "weight >= 0"));
            job.HasKey(j => j.CorrelationId);
            job.Property(j => j.CorrelationId).HasColumnName("id").ValueGeneratedNever();
            job.Property(j => j.Version).HasColumnName("version").IsConcurrencyToken();
            job.Property(j => j.CurrentState).HasColumnName("state").HasMaxLength(40);
            job.Property(j => j.Priority).HasConversion<string>().HasMaxLength(10);
            job.Property(j => j.Weight).HasColumnName("weight");
            job.Property(j => j.Pushes).HasColumnName("pushes");
            job.Property(j => j.DoneBy).HasColumnName("done_by");
        });

        modelBuilder.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("ledger", Database.IsNpgsql() ? "books" : null);
            entry.HasKey(e => new { e.Account, e.Number });
            entry.HasIndex(e => e.Reference).IsUnique();
            entry.Property(e => e.Number).HasColumnName("order");
            entry.Property(e => e.Amount).HasPrecision(12, 2);
        });
    }
}
