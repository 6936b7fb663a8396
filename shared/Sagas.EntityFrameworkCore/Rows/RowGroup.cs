namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>The writes of a batch that one statement does: the same kind, the same columns, sorted by key.</summary>
/// <param name="Kind">What the statement does.</param>
/// <param name="Changed">Of updates: the columns to write.</param>
/// <param name="Positions">Where in the batch its writes stand.</param>
internal sealed record RowGroup(RowWriteKind Kind, IReadOnlyList<RowColumn> Changed, IReadOnlyList<int> Positions)
{
    /// <summary>Sorts the writes into statements.</summary>
    /// <remarks>
    /// Everything is sorted, rows by key and statements by what they write, so that concurrent writers lock rows in nearly one
    /// order; what still deadlocks is retried. Of writes with the same key only the first is in a group.
    /// </remarks>
    public static IReadOnlyList<RowGroup> Plan<TEntity>(RowMap<TEntity> map, IReadOnlyList<RowWrite<TEntity>> writes)
        where TEntity : class
    {
        var comparer = new RowKeyComparer<TEntity>(map);
        var positions = Enumerable.Range(0, writes.Count)
            .OrderBy(position => writes[position].Entity, comparer)
            .ToList();

        var distinct = positions.Where((position, i) =>
            i == 0 || comparer.Compare(writes[positions[i - 1]].Entity, writes[position].Entity) != 0);

        return
        [
            .. distinct
                .GroupBy(position => (writes[position].Kind, Columns: Signature(writes[position].Changed)))
                .OrderBy(group => group.Key.Kind).ThenBy(group => group.Key.Columns, StringComparer.Ordinal)
                .Select(group => new RowGroup(group.Key.Kind, writes[group.First()].Changed, [.. group])),
        ];
    }

    private static string Signature(IReadOnlyList<RowColumn> columns) => string.Join(',', columns.Select(column => column.Index));
}
