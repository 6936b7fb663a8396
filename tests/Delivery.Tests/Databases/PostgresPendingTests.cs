using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresPendingTests(PostgresServer server) : PendingSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
