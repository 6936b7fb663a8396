namespace StorePush.Delivery.Tests.Databases;

public sealed class SqlitePushingTests : PushingSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
