using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresPushingTests(PostgresServer server) : PushingSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
