namespace StorePush.Delivery.Tests.Databases;

public sealed class SqlitePendingTests : PendingSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
