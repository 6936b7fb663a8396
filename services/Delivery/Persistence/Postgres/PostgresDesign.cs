using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace StorePush.Delivery.Persistence.Postgres;

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no server.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDeliveryDbContext>
{
    public PostgresDeliveryDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDeliveryDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
