namespace StorePush.Delivery.Tests.Databases;

public sealed class SqliteSessionsTests : SessionsSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
