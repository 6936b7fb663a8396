using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresDeliveryDatabaseTests(PostgresServer server) : DeliveryDatabaseSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
