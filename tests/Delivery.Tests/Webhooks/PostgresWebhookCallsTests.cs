using StorePush.Delivery.Tests.Databases;
using StorePush.Tests.Common.Servers;

namespace StorePush.Delivery.Tests.Webhooks;

public sealed class PostgresWebhookCallsTests(PostgresServer server) : WebhookCallsSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync(server);
}
