using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using StorePush.Sagas.EntityFrameworkCore.Faults;
using StorePush.Sagas.EntityFrameworkCore.Rows;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Serves one message: loads its saga, and saves what the state machine has made of it.</summary>
/// <remarks>
/// When a save returns, the change is durable, so what the state machine publishes may go out: the endpoint has the in-memory
/// outbox around the saga, and the retry around both.
/// </remarks>
internal sealed class GroupedSagaRepositoryContext<TSaga, TMessage>(
    ISagaStore<TSaga> store,
    ISagaConsumeContextFactory<ISagaStore<TSaga>, TSaga> factory,
    ConsumeContext<TMessage> context)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISagaVersion
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> _context = context;
    private RowSnapshot<TSaga>? _loaded;
    private bool _added;
    private bool _insertTried;
    private bool _speculated;

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance)
    {
        _added = true;
        return CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Add);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        _insertTried = true;
        _loaded = await store.InsertAsync(instance, CancellationToken);
        return _loaded is null
            ? null!
            : await CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        _speculated = !_insertTried && store.IsInitiating(typeof(TMessage)) && IsFirstDelivery();
        _loaded = _speculated ? null : await store.LoadAsync(correlationId, CancellationToken);
        return _loaded is null
            ? null!
            : await CreateSagaConsumeContext(_context, _loaded.Entity, SagaConsumeContextMode.Load);
    }

    public async Task Save(SagaConsumeContext<TSaga> context)
    {
        if (await store.InsertAsync(context.Saga, CancellationToken) is null)
            throw Conflict(context, "exists already");
    }

    public async Task Update(SagaConsumeContext<TSaga> context)
    {
        if (!await store.UpdateAsync(_loaded!, CancellationToken))
            throw Conflict(context, "was changed or deleted after it was loaded");
    }

    public async Task Delete(SagaConsumeContext<TSaga> context)
    {
        if (!await store.DeleteAsync(_loaded!, CancellationToken))
            throw Conflict(context, "was changed or deleted after it was loaded");
    }

    /// <summary>Nothing to do: a saga that was added is not in the database before it is saved.</summary>
    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    /// <summary>Nothing to do: a saga that was loaded is tied to nothing.</summary>
    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class => factory.CreateSagaConsumeContext(store, consumeContext, instance, mode);

    /// <summary>Fails when the load was skipped for a message that begins no saga, so that none is missed without a word.</summary>
    public void CheckSpeculation()
    {
        if (_speculated && !_added)
        {
            throw new InvalidOperationException(
                $"Initiates<{typeof(TMessage).Name}>() is configured, but {typeof(TMessage).Name} does not begin a {typeof(TSaga).Name}.");
        }
    }

    private static SagaConcurrencyException Conflict(SagaConsumeContext<TSaga> context, string finding) =>
        new($"The row {finding}.", typeof(TSaga), context.Saga.CorrelationId);

    private bool IsFirstDelivery() =>
        !ReceiveContext.Redelivered && this.GetRetryAttempt() == 0 && this.GetRedeliveryCount() == 0;
}
