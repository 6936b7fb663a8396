using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StorePush.Delivery.Persistence.Postgres;
using StorePush.Delivery.Sessions;
using StorePush.Sagas.EntityFrameworkCore.Faults;
using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresSessionsTests(PostgresServer server) : SessionsSpecification
{
    [Theory]
    [InlineData(PostgresOnlineSessions.OfStores)]
    [InlineData(PostgresOnlineSessions.OfPending)]
    public async Task Among_a_thousand_devices_those_of_a_store_are_found_by_an_index_though_the_planner_does_not_know_of_how_many_stores(
        string sql)
    {
        await using var database = await CreateDatabaseAsync();
        await using var context = database.Open();
        context.AddRange(Enumerable.Range(0, 1_000).Select(each => new DeviceSession
        {
            ConnectionId = Guid.CreateVersion7(),
            StoreId = $"S{each / 2}",
            DeviceId = $"till-{each % 2}",
            EdgeId = "edge-1",
            ConnectedAt = DeliveryHost.Start,
        }));
        await context.SaveChangesAsync(Cancellation);
        await context.Database.ExecuteSqlAsync($"ANALYZE device_sessions", Cancellation);

        var plan = await ExplainAsync(context, sql);

        plan.ShouldContain("ix_device_sessions_store_id_device_id", customMessage: plan);
        plan.ShouldNotContain("Seq Scan on device_sessions", customMessage: plan);
    }

    [Fact]
    public async Task When_the_server_is_away_whoever_asks_for_the_devices_that_are_online_meets_a_fault_that_passes()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        var sessions = new PostgresOnlineSessions(nowhere);

        foreach (var asking in new Task[] { sessions.OfStoresAsync(["S1"], Cancellation), sessions.OfPendingAsync([NewId.NextGuid()], Cancellation) })
            TransientFaults.IsTransient(await Should.ThrowAsync<NpgsqlException>(asking)).ShouldBeTrue();
    }

    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);

    /// <summary>How the server goes about a statement that is prepared.</summary>
    private static async Task<string> ExplainAsync(DbContext context, string sql)
    {
        await context.Database.OpenConnectionAsync(Cancellation);
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // A constant of the product.
        command.CommandText = $"SET plan_cache_mode = force_generic_plan; PREPARE it AS {sql}; EXPLAIN EXECUTE it (NULL)";
#pragma warning restore CA2100
        await using var lines = await command.ExecuteReaderAsync(Cancellation);
        var plan = new List<string>();
        while (await lines.ReadAsync(Cancellation))
            plan.Add(lines.GetString(0));
        return string.Join('\n', plan);
    }
}
