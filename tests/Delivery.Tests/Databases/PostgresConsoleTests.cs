using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresConsoleTests(PostgresServer server) : ConsoleSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
