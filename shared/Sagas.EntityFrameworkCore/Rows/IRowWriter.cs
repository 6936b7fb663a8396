using Microsoft.EntityFrameworkCore;

namespace StorePush.Sagas.EntityFrameworkCore.Rows;

/// <summary>
/// Writes many rows at the price of few: one transaction, on a server one round trip, and for each row the answer whether
/// it was written. Tables and columns are those of the Entity Framework model.
/// </summary>
/// <remarks>
/// Thread-safe and without state. For entity types that are one row of one table with one property per column; others get a
/// <see cref="RowMappingException"/>. Takes part in the transaction of the context when there is one, else has its own.
/// When it throws nothing was written, except that a connection may break while the commit is under way: then nobody knows,
/// and what is repeated must be idempotent.
/// </remarks>
public interface IRowWriter
{
    /// <summary>Inserts the rows whose primary key is not taken yet; leaves the rows that are there as they are.</summary>
    /// <param name="context">Gives the model and the connection; its change tracker is not used.</param>
    /// <param name="entities">What to insert; of entities with the same key only the first counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <typeparam name="TEntity">The type of the entities.</typeparam>
    /// <returns>The entities that were inserted, in the order in which they were given.</returns>
    Task<IReadOnlyList<TEntity>> InsertMissingAsync<TEntity>(
        DbContext context, IReadOnlyList<TEntity> entities, CancellationToken cancellationToken)
        where TEntity : class;
}
