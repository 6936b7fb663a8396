using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Loads sagas for a caller that has no message, such as a test.</summary>
internal sealed class GroupedLoadSagaRepositoryContext<TSaga>(ISagaStore<TSaga> store, CancellationToken cancellationToken)
    : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    where TSaga : class, ISagaVersion
{
    public async Task<TSaga> Load(Guid correlationId) =>
        (await store.LoadAsync(correlationId, CancellationToken))?.Entity!;
}
