namespace StorePush.Delivery.Tests.Databases;

public sealed class SqliteConsoleTests : ConsoleSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
