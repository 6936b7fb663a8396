namespace StorePush.Delivery.Tests.Databases;

public sealed class SqliteDeliveryDatabaseTests : DeliveryDatabaseSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
