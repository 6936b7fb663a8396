namespace StorePush.Delivery.Tests.Databases;

public sealed class SqliteMessagesTests : MessagesSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
