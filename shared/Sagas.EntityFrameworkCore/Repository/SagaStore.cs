using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Batching;
using StorePush.Sagas.EntityFrameworkCore.Rows;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Group commit: what all messages in flight want to load or save goes to the database together.</summary>
/// <remarks>
/// <code>
/// message 1 --LoadAsync--.                            message 1 --UpdateAsync--.
/// message 2 --LoadAsync--+--> one query               message 2 --InsertAsync--+--> one transaction, one commit
/// message 3 --LoadAsync--'                            message 3 --UpdateAsync--'
/// </code>
/// A call returns when its batch is committed. A call that is cancelled, or whose connection breaks during the commit, may have
/// been written all the same: the message is delivered again, finds its own change, and must bear that.
/// </remarks>
internal sealed class SagaStore<TContext, TSaga> : ISagaStore<TSaga>, IAsyncDisposable
    where TContext : DbContext
    where TSaga : class, ISagaVersion
{
    private const int FirstVersion = 1;

    private readonly IServiceScopeFactory _scopes;
    private readonly SagaStoreOptions _options;
    private readonly Lazy<RowMap<TSaga>> _map;

    // Compiled, since each message asks it. A join with the ids, and not "ids contain": an id that two messages want gives two rows, and
    // each its own instance.
    private readonly Func<TContext, IReadOnlyList<Guid>, IAsyncEnumerable<TSaga>> _rowsOf = EF.CompileAsyncQuery(
        (TContext context, IReadOnlyList<Guid> ids) => context.Set<TSaga>()
            .AsNoTracking()
            .SelectMany(saga => ids.Where(id => id == saga.CorrelationId), (saga, _) => saga));

    private readonly Batcher<Guid, Outcome<RowSnapshot<TSaga>?>> _loads;
    private readonly Batcher<RowWrite<TSaga>, Outcome<bool>> _saves;

    public SagaStore(IServiceScopeFactory scopes, SagaStoreOptions options)
    {
        _scopes = scopes;
        _options = options;
        _map = new(CreateMap, LazyThreadSafetyMode.PublicationOnly);
        _loads = new(
            (ids, cancellationToken) => PoisonIsolation.RunAsync(ids, LoadAsync, cancellationToken),
            options.Loads with { Name = "load batch" });
        _saves = new(
            (rows, cancellationToken) => PoisonIsolation.RunAsync(rows, SaveAsync, cancellationToken),
            options.Saves with { Name = "save batch" });
    }

    public void CheckMapping() => _ = _map.Value;

    public bool IsInitiating(Type messageType) => _options.Initiating.Contains(messageType);

    public async Task<RowSnapshot<TSaga>?> LoadAsync(Guid correlationId, CancellationToken cancellationToken) =>
        (await _loads.AddAsync(correlationId, cancellationToken)).Get();

    public async Task<RowSnapshot<TSaga>?> InsertAsync(TSaga saga, CancellationToken cancellationToken)
    {
        saga.Version = FirstVersion;
        return await SaveAsync(RowWrite.Insert(saga), cancellationToken) ? new RowSnapshot<TSaga>(_map.Value, saga) : null;
    }

    public async Task<bool> UpdateAsync(RowSnapshot<TSaga> loaded, CancellationToken cancellationToken)
    {
        var changed = loaded.Changes();
        if (changed.Count == 0)
            return true;

        if (!await SaveAsync(RowWrite.Update(loaded, changed), cancellationToken))
            return false;

        loaded.Entity.Version = loaded.Version + 1;
        return true;
    }

    public Task<bool> DeleteAsync(RowSnapshot<TSaga> loaded, CancellationToken cancellationToken) =>
        SaveAsync(RowWrite.Delete(loaded), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _loads.DisposeAsync();
        await _saves.DisposeAsync();
    }

    private async Task<bool> SaveAsync(RowWrite<TSaga> write, CancellationToken cancellationToken) =>
        (await _saves.AddAsync(write, cancellationToken)).Get();

    private async Task<IReadOnlyList<bool>> SaveAsync(
        IReadOnlyList<RowWrite<TSaga>> writes, CancellationToken cancellationToken)
    {
        CheckMapping();
        await using var scope = _scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        return await _options.Writer.WriteAsync(context, writes, cancellationToken);
    }

    private async Task<IReadOnlyList<RowSnapshot<TSaga>?>> LoadAsync(
        IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var sagas = await _rowsOf(context, ids).ToListAsync(cancellationToken);
        var found = sagas
            .GroupBy(saga => saga.CorrelationId, saga => new RowSnapshot<TSaga>(_map.Value, saga))
            .ToDictionary(group => group.Key, group => new Queue<RowSnapshot<TSaga>>(group));

        return [.. ids.Select(id => found.GetValueOrDefault(id)?.Dequeue())];
    }

    private RowMap<TSaga> CreateMap()
    {
        using var scope = _scopes.CreateScope();
        var map = RowMap<TSaga>.Of(scope.ServiceProvider.GetRequiredService<TContext>());
        if (map.Key is not [{ PropertyName: nameof(ISaga.CorrelationId) }])
            throw new RowMappingException(typeof(TSaga), "the primary key of a saga must be its CorrelationId");
        if (map.Version is null)
            throw new RowMappingException(typeof(TSaga), "the Version of a saga must be mapped to a column");

        return map;
    }
}
