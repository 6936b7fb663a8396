using MassTransit;
using StorePush.Sagas.EntityFrameworkCore.Rows;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Loads and saves the sagas of one type, one at a time for the caller, in batches for the database.</summary>
internal interface ISagaStore<TSaga>
    where TSaga : class, ISagaVersion
{
    /// <summary>Fails if the model's mapping of the saga is none that can be saved; needs no database.</summary>
    /// <exception cref="RowMappingException">The mapping is not supported.</exception>
    void CheckMapping();

    /// <summary>Whether a message of this type, delivered for the first time, is taken to begin a new saga.</summary>
    bool IsInitiating(Type messageType);

    /// <summary>Loads a saga into an instance that is the caller's alone; null when there is none.</summary>
    Task<RowSnapshot<TSaga>?> LoadAsync(Guid correlationId, CancellationToken cancellationToken);

    /// <summary>Inserts a new saga, with version 1, unless its id is taken.</summary>
    /// <returns>What was inserted; null when the id is taken.</returns>
    Task<RowSnapshot<TSaga>?> InsertAsync(TSaga saga, CancellationToken cancellationToken);

    /// <summary>Writes what changed since the saga was loaded and counts its version up; writes nothing if nothing changed.</summary>
    /// <returns>Whether the row is as the caller has it; false when it is gone or has another version than was loaded.</returns>
    Task<bool> UpdateAsync(RowSnapshot<TSaga> loaded, CancellationToken cancellationToken);

    /// <summary>Deletes the saga.</summary>
    /// <returns>Whether it was deleted; false when it is gone or has another version than was loaded.</returns>
    Task<bool> DeleteAsync(RowSnapshot<TSaga> loaded, CancellationToken cancellationToken);
}
