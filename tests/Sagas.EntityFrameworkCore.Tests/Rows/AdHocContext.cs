using Microsoft.EntityFrameworkCore;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Rows;

/// <summary>A context with the model of one test; never connects.</summary>
public sealed class AdHocContext(Action<ModelBuilder> model) : DbContext
{
    // Entity Framework caches models by the type of the context, and here each instance has its own.
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseSqlite("Data Source=:memory:").EnableServiceProviderCaching(false);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => model(modelBuilder);
}
