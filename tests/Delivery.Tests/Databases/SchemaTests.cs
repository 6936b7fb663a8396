using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Persistence.Postgres;
using StorePush.Delivery.Persistence.Sqlite;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>The schema is made by migrations, and used by the model.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void The_migrations_of_both_databases_make_what_the_model_says()
    {
        using var postgres = new PostgresDesign().CreateDbContext([]);
        using var sqlite = new SqliteDesign().CreateDbContext([]);

        postgres.Database.HasPendingModelChanges().ShouldBeFalse("PostgreSQL: add a migration");
        sqlite.Database.HasPendingModelChanges().ShouldBeFalse("SQLite: add a migration");
    }
}
