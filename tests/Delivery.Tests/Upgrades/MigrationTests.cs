using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Persistence.Postgres;
using StorePush.Delivery.Persistence.Sqlite;

namespace StorePush.Delivery.Tests.Upgrades;

/// <summary>In an update the version before works with the new schema, and again after a rollback.</summary>
public sealed class MigrationTests
{
    /// <summary>Those that take away what no version that can still come back uses, each with the last version that did.</summary>
    private static readonly Dictionary<string, string> Named = [];

    public static TheoryData<MigrationOperation> Bad =>
    [
        new DropColumnOperation { Table = "deliveries", Name = "reason" },
        new RenameColumnOperation { Table = "deliveries", Name = "reason", NewName = "why" },
        new AlterColumnOperation { Table = "deliveries", Name = "reason", ClrType = typeof(string) },
        new AddColumnOperation { Table = "deliveries", Name = "shop", ClrType = typeof(string), IsNullable = false },
        new CreateIndexOperation { Table = "deliveries", Name = "one_per_store", Columns = ["store_id"], IsUnique = true },
        new DropTableOperation { Name = "edges" },
        new SqlOperation { Sql = "DELETE FROM edges" },
    ];

    public static TheoryData<MigrationOperation> Good =>
    [
        new CreateTableOperation { Name = "more" },
        new CreateIndexOperation { Table = "deliveries", Name = "by_state", Columns = ["state"] },
        new DropIndexOperation { Table = "deliveries", Name = "by_state" },
        new AddColumnOperation { Table = "deliveries", Name = "shop", ClrType = typeof(string), IsNullable = true },
        new AddColumnOperation { Table = "deliveries", Name = "weight", ClrType = typeof(int), DefaultValue = 1 },
    ];

    [Fact]
    public void A_migration_takes_nothing_away_from_the_version_before()
    {
        using var postgres = new PostgresDeliveryDbContext(
            new DbContextOptionsBuilder<PostgresDeliveryDbContext>().UseNpgsql("Host=127.0.0.1;Port=1").Options);
        using var sqlite = new SqliteDeliveryDbContext(
            new DbContextOptionsBuilder<SqliteDeliveryDbContext>().UseSqlite("Data Source=:memory:").Options);

        foreach (var context in (DeliveryDbContext[])[postgres, sqlite])
        {
            var assembly = context.GetService<IMigrationsAssembly>();
            var later = assembly.Migrations.OrderBy(each => each.Key, StringComparer.Ordinal).Skip(1).Where(each => !Named.ContainsKey(each.Key));
            foreach (var (name, type) in later)
            {
                Breaking.Of(assembly.CreateMigration(type, context.Database.ProviderName!).UpOperations)
                    .ShouldBeEmpty($"{name}: see \"Schema changes\" in deploy/kubernetes/README.md");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_takes_away_is_seen(MigrationOperation operation) => Breaking.Of([operation]).ShouldHaveSingleItem();

    [Theory]
    [MemberData(nameof(Good))]
    public void What_adds_is_fine(MigrationOperation operation) => Breaking.Of([operation]).ShouldBeEmpty();
}
