using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Databases;

public sealed class PostgresFiguresTests(PostgresServer server) : FiguresSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
