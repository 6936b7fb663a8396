namespace StorePush.Delivery.Tests.Databases;

public sealed class SqliteFiguresTests : FiguresSpecification
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => SqliteDatabase.CreateAsync();
}
