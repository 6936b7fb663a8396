using MassTransit;
using MassTransit.Saga;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Gives each message, and each caller that only wants to look at a saga, its way to the store.</summary>
internal sealed class GroupedSagaRepositoryContextFactory<TSaga>(
    ISagaStore<TSaga> store, ISagaConsumeContextFactory<ISagaStore<TSaga>, TSaga> factory)
    : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISagaVersion
{
    public void Probe(ProbeContext context) => context.Add("persistence", "entity-framework-group-commit");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        var repositoryContext = new GroupedSagaRepositoryContext<TSaga, T>(store, factory, context);
        await next.Send(repositoryContext);
        repositoryContext.CheckSpeculation();
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class => throw new NotSupportedException(
            $"{typeof(TSaga).Name} can't be found by a query for {typeof(T).Name}: this repository finds sagas by their id alone. "
            + "Correlate the event with CorrelateById(context => ...).");

    public Task<T> Execute<T>(
        Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class => asyncMethod(new GroupedLoadSagaRepositoryContext<TSaga>(store, cancellationToken));
}
