using Microsoft.EntityFrameworkCore;

namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>What the row writers of all databases share.</summary>
public abstract class RowWriter : IRowWriter
{
    // Only this assembly knows enough of its databases to derive.
    private protected RowWriter()
    {
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TEntity>> InsertMissingAsync<TEntity>(
        DbContext context, IReadOnlyList<TEntity> entities, CancellationToken cancellationToken)
        where TEntity : class
    {
        var written = await WriteAsync(context, [.. entities.Select(RowWrite.Insert)], cancellationToken);
        return [.. entities.Where((_, position) => written[position])];
    }

    /// <summary>Does the writes in one transaction.</summary>
    /// <returns>
    /// For each write whether its row was written. Not written are inserts of a key that exists, updates and deletes of a row
    /// that is gone or has another version, and all but the first write of the same key.
    /// </returns>
    internal async Task<IReadOnlyList<bool>> WriteAsync<TEntity>(
        DbContext context, IReadOnlyList<RowWrite<TEntity>> writes, CancellationToken cancellationToken)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(context);

        var written = new bool[writes.Count];
        if (writes.Count == 0)
            return written;

        var map = RowMap<TEntity>.Of(context);
        var groups = RowGroup.Plan(map, writes);
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            foreach (var position in await WriteAsync(context, map, groups, writes, cancellationToken))
                written[position] = true;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }

        return written;
    }

    /// <summary>Does the writes of the groups, in their order, in one transaction, on the open connection.</summary>
    /// <returns>The positions of the writes whose row was written.</returns>
    private protected abstract Task<IReadOnlyList<int>> WriteAsync<TEntity>(
        DbContext context,
        RowMap<TEntity> map,
        IReadOnlyList<RowGroup> groups,
        IReadOnlyList<RowWrite<TEntity>> writes,
        CancellationToken cancellationToken)
        where TEntity : class;
}
