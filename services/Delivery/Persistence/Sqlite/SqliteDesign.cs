using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace StorePush.Delivery.Persistence.Sqlite;

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no file.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDeliveryDbContext>
{
    public SqliteDeliveryDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDeliveryDbContext>().UseSqlite().UseSnakeCaseNamingConvention().Options);
}
