using StorePush.Batching;
using StorePush.Sagas.EntityFrameworkCore.Rows;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>How a saga store works; the finished form of what the repository's configurator collects.</summary>
/// <param name="Writer">Writes the rows.</param>
/// <param name="Loads">The limits of the batches that load.</param>
/// <param name="Saves">The limits of the batches that save.</param>
/// <param name="Initiating">The message types for which a first delivery takes the saga to be new.</param>
internal sealed record SagaStoreOptions(
    RowWriter Writer, BatcherOptions Loads, BatcherOptions Saves, IReadOnlySet<Type> Initiating);
