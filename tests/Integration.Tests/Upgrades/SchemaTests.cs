using Npgsql;
using StorePush.Integration.Tests.Deployments;
using StorePush.Tests.Common.Servers;

namespace StorePush.Integration.Tests.Upgrades;

/// <summary>
/// In an update the new version has brought the schema up to date while the old one still works; after a rollback the old one starts on it.
/// </summary>
public sealed class SchemaTests(RabbitMqServer rabbitMq, PostgresServer postgres)
{
    private const string Store = "S1";

    /// <summary>What a release may add: columns that may be empty or have a default, indexes, tables. And it notes that it did.</summary>
    private const string Newer = """
        DO $$
        DECLARE name text;
        BEGIN
          FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_%' LOOP
            EXECUTE format('ALTER TABLE %I ADD COLUMN newer_note text, ADD COLUMN newer_count integer NOT NULL DEFAULT 7', name);
            EXECUTE format('CREATE INDEX ON %I (newer_count)', name);
          END LOOP;
        END $$;
        CREATE TABLE newer (id uuid PRIMARY KEY);
        INSERT INTO "__EFMigrationsHistory" VALUES ('29991231235959_Newer', '99.0.0');
        """;

    [Fact]
    public async Task An_older_Delivery_works_with_a_schema_that_a_newer_one_has_extended()
    {
        await using var deployment = await Deployment.StartAsync(new Servers(rabbitMq, postgres));
        using var platform = deployment.Platform();
        await using var terminal = await deployment.ConnectAsync(Store, "till-1");
        await DeliverAsync(platform, terminal, "before");

        await ExtendAsync(deployment.Database);
        await DeliverAsync(platform, terminal, "meanwhile");

        foreach (var delivery in deployment.Deliveries.ToArray())
            await delivery.StopAsync(TestContext.Current.CancellationToken);
        await deployment.StartDeliveryAsync();

        await DeliverAsync(platform, terminal, "after a rollback");
        await using var another = await deployment.ConnectAsync(Store, "till-2");
        await DeliverAsync(platform, another, "with a session that was made after it");
    }

    private static async Task DeliverAsync(Platform platform, Terminal terminal, string order)
    {
        var id = await platform.PlaceAsync(Store, order.Replace(' ', '-'));
        await terminal.ExpectMessageAsync(id);
        await terminal.AcknowledgeAsync(id);
    }

    private static async Task ExtendAsync(PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(Newer, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
