namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>What a <see cref="RowWrite{TEntity}"/> does; in the order in which a batch does them.</summary>
internal enum RowWriteKind
{
    Insert,
    Update,
    Delete,
}
