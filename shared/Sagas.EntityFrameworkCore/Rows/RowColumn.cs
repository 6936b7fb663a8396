using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>One column of a <see cref="RowMap{TEntity}"/>: how it is named, and how its value is read, compared and converted.</summary>
internal sealed class RowColumn
{
    private readonly IProperty _property;

    public RowColumn(IColumnMapping mapping, int index, string delimitedName)
    {
        _property = mapping.Property;
        Index = index;
        Name = delimitedName;
        Mapping = mapping.TypeMapping;

        var type = Mapping.Converter?.ProviderClrType ?? Mapping.ClrType;
        ProviderType = mapping.Column.IsNullable && type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? typeof(Nullable<>).MakeGenericType(type)
            : type;
    }

    /// <summary>The place among the columns of the row.</summary>
    public int Index { get; }

    /// <summary>The name, quoted for use in SQL.</summary>
    public string Name { get; }

    public string PropertyName => _property.Name;

    public RelationalTypeMapping Mapping { get; }

    /// <summary>The type of the values that go to the database, made nullable where the column is.</summary>
    public Type ProviderType { get; }

    public object? GetValue(object entity) => _property.GetGetter().GetClrValue(entity);

    public object? GetProviderValue(object entity)
    {
        var value = GetValue(entity);
        return Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    /// <summary>A copy of the value that later changes of the entity leave alone, as deep as the model's comparer makes it.</summary>
    public object? GetSnapshot(object entity) => _property.GetValueComparer().Snapshot(GetValue(entity));

    public bool IsUnchanged(object? snapshot, object entity) => _property.GetValueComparer().Equals(snapshot, GetValue(entity));
}
