namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>An entity together with what its row held when the snapshot was taken, so that only what changed is written.</summary>
/// <remarks>Values are copied and compared as the Entity Framework model does it (value comparers), without a change tracker.</remarks>
/// <typeparam name="TEntity">The type of the entity.</typeparam>
internal sealed class RowSnapshot<TEntity>
    where TEntity : class
{
    private readonly RowMap<TEntity> _map;
    private readonly object?[] _values;

    public RowSnapshot(RowMap<TEntity> map, TEntity entity)
    {
        _map = map;
        _values = [.. map.Columns.Select(column => column.GetSnapshot(entity))];
        Entity = entity;
    }

    public TEntity Entity { get; }

    /// <summary>The version of the row; an update or a delete happens only if the row still has it.</summary>
    public int Version => _map.Version is { } version
        ? (int)_values[version.Index]!
        : throw new RowMappingException(typeof(TEntity), "it has no version to guard an update or a delete");

    public IReadOnlyList<RowColumn> Changes() => _map.ChangesSince(_values, Entity);
}
