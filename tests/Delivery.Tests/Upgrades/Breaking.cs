using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace StorePush.Delivery.Tests.Upgrades;

/// <summary>What a migration may not do, since the version before works with its outcome.</summary>
internal static class Breaking
{
    public static IEnumerable<string> Of(IEnumerable<MigrationOperation> operations) =>
        operations.Where(Breaks).Select(operation => operation.GetType().Name);

    private static bool Breaks(MigrationOperation operation) => operation switch
    {
        CreateTableOperation => false,
        CreateIndexOperation index => index.IsUnique,

        // It costs the version before time, and no more.
        DropIndexOperation => false,
        AddColumnOperation column => !column.IsNullable && column.DefaultValue is null && column.DefaultValueSql is null,

        // Also SQL of one's own, in which anything may stand.
        _ => true,
    };
}
