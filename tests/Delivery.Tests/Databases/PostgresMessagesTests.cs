using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Retention;
using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresMessagesTests(PostgresServer server) : MessagesSpecification
{
    [Fact]
    public async Task What_is_too_old_is_found_by_an_index_however_much_is_kept()
    {
        var database = await CreateDatabaseAsync();
        await using var delivery = await new DeliveryHost(database).StartAsync();
        await using var context = database.Open();
        await delivery.AddAsync(row => (row.State, row.SettledAt) = ("Delivered", DeliveryHost.Start));
        await context.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO deliveries
            SELECT (jsonb_populate_record(
                kept, jsonb_build_object('correlation_id', gen_random_uuid(), 'order_id', n, 'settled_at', kept.settled_at + n * interval '1 ms'))).*
            FROM deliveries kept, generate_series(1, 20000) n;
            ANALYZE deliveries;
            """,
            Cancellation);

        await SweepAsync<RetentionSweeper>(delivery);

        // The server counts at leisure.
        await Bounded.UntilAsync(async () => await context.Database
            .SqlQuery<long>($"SELECT idx_scan AS \"Value\" FROM pg_stat_user_indexes WHERE indexrelname = 'ix_deliveries_settled_at'")
            .SingleAsync(Cancellation) > 0);
    }

    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
