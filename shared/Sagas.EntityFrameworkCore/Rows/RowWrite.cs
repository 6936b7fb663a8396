namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>One row to insert, update or delete; make it with <see cref="RowWrite"/>.</summary>
/// <typeparam name="TEntity">The type of the entity.</typeparam>
/// <param name="Kind">What to do with the row.</param>
/// <param name="Entity">The entity whose values are written.</param>
/// <param name="Changed">Of an update: the columns to write, beside the version.</param>
/// <param name="Version">Of an update or a delete: the version that the row must have.</param>
internal sealed record RowWrite<TEntity>(
    RowWriteKind Kind, TEntity Entity, IReadOnlyList<RowColumn> Changed, int Version)
    where TEntity : class;

/// <summary>Makes the writes of a batch.</summary>
internal static class RowWrite
{
    /// <summary>Inserts the row unless its key is taken.</summary>
    public static RowWrite<TEntity> Insert<TEntity>(TEntity entity)
        where TEntity : class => new(RowWriteKind.Insert, entity, [], 0);

    /// <summary>Writes these columns and counts the version up, if the row still has the snapshot's version.</summary>
    public static RowWrite<TEntity> Update<TEntity>(RowSnapshot<TEntity> loaded, IReadOnlyList<RowColumn> changed)
        where TEntity : class => new(RowWriteKind.Update, loaded.Entity, changed, loaded.Version);

    /// <summary>Deletes the row, if it still has the snapshot's version.</summary>
    public static RowWrite<TEntity> Delete<TEntity>(RowSnapshot<TEntity> loaded)
        where TEntity : class => new(RowWriteKind.Delete, loaded.Entity, [], loaded.Version);
}
