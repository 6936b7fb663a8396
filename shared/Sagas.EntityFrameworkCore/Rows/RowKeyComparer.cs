namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>Sorts entities by the values of their key, in an order that is the same in every process.</summary>
internal sealed class RowKeyComparer<TEntity>(RowMap<TEntity> map) : IComparer<TEntity>
    where TEntity : class
{
    public int Compare(TEntity? x, TEntity? y)
    {
        foreach (var column in map.Key)
        {
            var order = Compare(column.GetProviderValue(x!), column.GetProviderValue(y!));
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int Compare(object? x, object? y) => (x, y) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
        _ => Comparer<object?>.Default.Compare(x, y),
    };
}
