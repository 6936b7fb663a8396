using StorePush.Delivery.Tests.Databases;

namespace StorePush.Delivery.Tests.Webhooks;

public sealed class SqliteWebhookCallsTests : WebhookCallsSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
