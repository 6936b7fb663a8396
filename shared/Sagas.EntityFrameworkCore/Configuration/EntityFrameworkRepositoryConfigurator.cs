using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Batching;
using StorePush.Sagas.EntityFrameworkCore.Repository;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Rows.Postgres;
using StorePush.Sagas.EntityFrameworkCore.Rows.Sqlite;

namespace StorePush.Sagas.EntityFrameworkCore.Configuration;

/// <summary>Says where the sagas are kept, and sets the limits of the batches.</summary>
/// <typeparam name="TSaga">The type of the saga's instances.</typeparam>
public sealed class EntityFrameworkRepositoryConfigurator<TSaga>
    where TSaga : class, ISagaVersion
{
    private readonly HashSet<Type> _initiating = [];
    private Func<IServiceProvider, SagaStoreOptions, ISagaStore<TSaga>>? _createStore;
    private RowWriter? _writer;
    private int _writersAllowed = int.MaxValue;

    internal EntityFrameworkRepositoryConfigurator()
    {
    }

    /// <summary>The most messages whose sagas one query loads or one transaction saves.</summary>
    /// <value>200.</value>
    public int MaxBatch { get; set; } = 200;

    /// <summary>How many batches may load at once.</summary>
    /// <value>1: while one is under way the next one grows.</value>
    public int MaxConcurrentLoads { get; set; } = 1;

    /// <summary>How many batches may save at once; on SQLite, which has one writer, it is never more than one.</summary>
    /// <value>2: one gathers and sends its rows while the other waits for the disk.</value>
    public int MaxConcurrentSaves { get; set; } = 2;

    /// <summary>The most messages that wait for a batch; past that, messages wait for a place to wait.</summary>
    /// <value>10,000, which is far more than an endpoint has in flight.</value>
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>Keeps the sagas in a <c>DbContext</c> that the services know; each batch resolves one from a scope of its own.</summary>
    /// <remarks>All of them must have the same model: the query that loads sagas is compiled once.</remarks>
    /// <typeparam name="TContext">The type of the context, whose model has the saga.</typeparam>
    public void ExistingDbContext<TContext>()
        where TContext : DbContext => _createStore = (services, options) =>
            new SagaStore<TContext, TSaga>(services.GetRequiredService<IServiceScopeFactory>(), options);

    /// <summary>The database is PostgreSQL.</summary>
    public void UsePostgres() => (_writer, _writersAllowed) = (new PostgresRowWriter(), int.MaxValue);

    /// <summary>The database is SQLite.</summary>
    public void UseSqlite() => (_writer, _writersAllowed) = (new SqliteRowWriter(), 1);

    /// <summary>
    /// Spares the load on the first delivery of a message that begins a saga: the insert finds out whether the saga exists, and
    /// if so the message is retried with a load. Worth it where nearly every such message is new.
    /// </summary>
    /// <remarks>Needs a retry on the endpoint, as all conflicts do.</remarks>
    /// <typeparam name="TMessage">The type of the message; one that can begin a saga.</typeparam>
    public void Initiates<TMessage>()
        where TMessage : class => _initiating.Add(typeof(TMessage));

    internal void Register(ISagaRepositoryRegistrationConfigurator<TSaga> services)
    {
        var createStore = _createStore ?? throw Missing($"{nameof(ExistingDbContext)}<...>()");
        var writer = _writer ?? throw Missing($"{nameof(UsePostgres)}() or {nameof(UseSqlite)}()");
        if (int.Min(int.Min(MaxBatch, MaxQueued), int.Min(MaxConcurrentLoads, MaxConcurrentSaves)) < 1)
            throw new ConfigurationException($"Every limit of the repository of {typeof(TSaga).Name} must be at least 1.");

        var options = new SagaStoreOptions(
            writer,
            new BatcherOptions { MaxBatch = MaxBatch, MaxConcurrentBatches = MaxConcurrentLoads, MaxQueued = MaxQueued },
            new BatcherOptions
            {
                MaxBatch = MaxBatch,
                MaxConcurrentBatches = Math.Min(MaxConcurrentSaves, _writersAllowed),
                MaxQueued = MaxQueued,
            },
            _initiating);

        services.AddSingleton(provider => createStore(provider, options));
        services.AddHostedService<SagaMappingCheck<TSaga>>();
        services.RegisterLoadSagaRepository<TSaga, GroupedSagaRepositoryContextFactory<TSaga>>();
        services.RegisterSagaRepository<
            TSaga,
            ISagaStore<TSaga>,
            SagaConsumeContextFactory<ISagaStore<TSaga>, TSaga>,
            GroupedSagaRepositoryContextFactory<TSaga>>();
    }

    private static ConfigurationException Missing(string call) =>
        new($"The repository of {typeof(TSaga).Name} needs {call}.");
}
