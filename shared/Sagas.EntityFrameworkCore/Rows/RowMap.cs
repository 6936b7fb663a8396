using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>How an entity type lies in its table, as the Entity Framework model has it. Made once per model.</summary>
/// <remarks>
/// Only what is one row of one table with one CLR property per column can be mapped; all else is refused with its reason.
/// Database defaults are not used: what the entity says is written. Computed columns are left to the database.
/// </remarks>
internal sealed class RowMap<TEntity>
    where TEntity : class
{
    private const string Annotation = "StorePush:RowMap";

    private RowMap(DbContext context)
    {
        var mapping = FindTable(context.Model.FindEntityType(typeof(TEntity)));
        var sql = context.GetService<ISqlGenerationHelper>();

        Table = sql.DelimitIdentifier(mapping.Table.Name, mapping.Table.Schema);
        Columns =
        [
            .. mapping.ColumnMappings
                .Where(column => !IsComputed(column))
                .Select((column, index) => new RowColumn(column, index, sql.DelimitIdentifier(column.Column.Name))),
        ];

        Key = [.. KeyOf(mapping).Select(property => Columns.Single(column => column.PropertyName == property.Name))];
        Version = typeof(ISagaVersion).IsAssignableFrom(typeof(TEntity)) ? FindVersion() : null;
    }

    /// <summary>The table with its schema, quoted for use in SQL.</summary>
    public string Table { get; }

    public IReadOnlyList<RowColumn> Columns { get; }

    public IReadOnlyList<RowColumn> Key { get; }

    /// <summary>The column of <see cref="ISagaVersion.Version"/>; null when the entity type has no such property.</summary>
    public RowColumn? Version { get; }

    /// <exception cref="RowMappingException">The entity type is not in the model, or is mapped in a way that is not supported.</exception>
    public static RowMap<TEntity> Of(DbContext context)
    {
        var type = context.Model.FindEntityType(typeof(TEntity)) ?? throw Unsupported("the model does not contain it");
        return type.GetOrAddRuntimeAnnotationValue(
            Annotation, static context => new RowMap<TEntity>(context!), context);
    }

    /// <summary>Says which columns have other values now; never the key, which identifies, nor the version, which only counts.</summary>
    public IReadOnlyList<RowColumn> ChangesSince(object?[] snapshot, TEntity entity) =>
    [
        .. Columns.Where(column => column != Version && !Key.Contains(column)
            && !column.IsUnchanged(snapshot[column.Index], entity)),
    ];

    private static ITableMapping FindTable(IEntityType? type)
    {
        if (type is null)
            throw Unsupported("the model does not contain it");
        if (type.IsOwned())
            throw Unsupported("it is an owned type");
        if (type.IsMappedToJson())
            throw Unsupported("it is mapped to JSON");
        if (type.FindDiscriminatorProperty() is not null || type.BaseType is not null || type.GetDirectlyDerivedTypes().Any())
            throw Unsupported("it is part of an inheritance hierarchy");
        if (type.FindPrimaryKey() is null)
            throw Unsupported("it has no primary key");
        if (type.GetComplexProperties().FirstOrDefault() is { } complex)
            throw Unsupported($"its property {complex.Name} is a complex type");
        if (type.GetNavigations().FirstOrDefault(navigation => navigation.TargetEntityType.IsOwned()) is { } owned)
            throw Unsupported($"its property {owned.Name} is an owned type");
        if (type.GetProperties().FirstOrDefault(property => property.IsShadowProperty() || property.IsIndexerProperty()) is { } shadow)
            throw Unsupported($"its column for {shadow.Name} has no property in the class");

        var tables = type.GetTableMappings().ToList();
        if (tables.Count == 0)
            throw Unsupported("it is not mapped to a table");
        if (tables.Count > 1)
            throw Unsupported("it is split over more than one table");
        if (tables[0].Table.EntityTypeMappings.Count() > 1)
            throw Unsupported("it shares its table with another entity type");

        return tables[0];
    }

    private static IReadOnlyList<IProperty> KeyOf(ITableMapping mapping) =>
        ((IEntityType)mapping.TypeBase).FindPrimaryKey()!.Properties;

    private static bool IsComputed(IColumnMapping mapping) =>
        mapping.Column.ComputedColumnSql is not null || mapping.Property.ValueGenerated.HasFlag(ValueGenerated.OnUpdate);

    private static RowMappingException Unsupported(string problem) => new(typeof(TEntity), problem);

    private RowColumn? FindVersion()
    {
        var version = Columns.SingleOrDefault(column => column.PropertyName == nameof(ISagaVersion.Version));
        return version is null || version.ProviderType == typeof(int)
            ? version
            : throw Unsupported($"its {nameof(ISagaVersion.Version)} must be stored as a plain int");
    }
}
