using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace StorePush.Benchmarks.Sagas;

/// <summary>
/// What group commit is compared with: the common way of an Entity Framework saga repository, with optimistic concurrency. A message has
/// a context and a transaction of its own.
/// </summary>
internal sealed class OneTransactionRepository(
    IServiceScopeFactory scopes, ISagaConsumeContextFactory<ParcelsContext, Parcel> factory)
    : ISagaRepositoryContextFactory<Parcel>, ILoadSagaRepositoryContextFactory<Parcel>
{
    public static void Register(ISagaRepositoryRegistrationConfigurator<Parcel> services)
    {
        services.RegisterLoadSagaRepository<Parcel, OneTransactionRepository>();
        services.RegisterSagaRepository<
            Parcel, ParcelsContext, SagaConsumeContextFactory<ParcelsContext, Parcel>, OneTransactionRepository>();
    }

    public void Probe(ProbeContext context) => context.Add("persistence", "one-transaction-each");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<Parcel, T>> next)
        where T : class
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ParcelsContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(context.CancellationToken);
        await next.Send(new Context<T>(database, factory, context));
        await transaction.CommitAsync(context.CancellationToken);
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<Parcel> query, IPipe<SagaRepositoryQueryContext<Parcel, T>> next)
        where T : class => throw new NotSupportedException("Events are correlated by id.");

    public async Task<T> Execute<T>(
        Func<LoadSagaRepositoryContext<Parcel>, Task<T>> asyncMethod, CancellationToken cancellationToken = default)
        where T : class
    {
        await using var scope = scopes.CreateAsyncScope();
        return await asyncMethod(new LoadContext(scope.ServiceProvider.GetRequiredService<ParcelsContext>(), cancellationToken));
    }

    private sealed class LoadContext(ParcelsContext database, CancellationToken cancellationToken)
        : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<Parcel>
    {
        public async Task<Parcel> Load(Guid correlationId) => (await database.FindAsync<Parcel>([correlationId], CancellationToken))!;
    }

    private sealed class Context<T>(
        ParcelsContext database, ISagaConsumeContextFactory<ParcelsContext, Parcel> factory, ConsumeContext<T> context)
        : ConsumeContextScope<T>(context), SagaRepositoryContext<Parcel, T>
        where T : class
    {
        private readonly ConsumeContext<T> _context = context;

        public Task<SagaConsumeContext<Parcel, T>> Add(Parcel instance) =>
            CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Add);

        public Task<SagaConsumeContext<Parcel, T>> Insert(Parcel instance) => Task.FromResult<SagaConsumeContext<Parcel, T>>(null!);

        public async Task<SagaConsumeContext<Parcel, T>> Load(Guid correlationId) =>
            await database.FindAsync<Parcel>([correlationId], CancellationToken) is { } parcel
                ? await CreateSagaConsumeContext(_context, parcel, SagaConsumeContextMode.Load)
                : null!;

        public Task Save(SagaConsumeContext<Parcel> context)
        {
            context.Saga.Version = 1;
            database.Add(context.Saga);
            return database.SaveChangesAsync(CancellationToken);
        }

        public Task Update(SagaConsumeContext<Parcel> context)
        {
            context.Saga.Version++;
            return database.SaveChangesAsync(CancellationToken);
        }

        public Task Delete(SagaConsumeContext<Parcel> context)
        {
            database.Remove(context.Saga);
            return database.SaveChangesAsync(CancellationToken);
        }

        public Task Discard(SagaConsumeContext<Parcel> context) => Task.CompletedTask;

        public Task Undo(SagaConsumeContext<Parcel> context) => Task.CompletedTask;

        public Task<SagaConsumeContext<Parcel, TOther>> CreateSagaConsumeContext<TOther>(
            ConsumeContext<TOther> consumeContext, Parcel instance, SagaConsumeContextMode mode)
            where TOther : class => factory.CreateSagaConsumeContext(database, consumeContext, instance, mode);
    }
}
