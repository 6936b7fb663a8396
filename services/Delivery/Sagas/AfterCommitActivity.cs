using MassTransit;

namespace StorePush.Delivery.Sagas;

/// <summary>
/// Work that must not start before the saga's row is committed. It runs with what the in-memory outbox sends: after the save, and before
/// the message is acknowledged to the broker. While the database is away it is held.
/// </summary>
/// <remarks>An activity, since it is made for each message: a state machine can't depend on the bus that is built with it.</remarks>
internal abstract class AfterCommitActivity(TimeProvider clock) : IStateMachineActivity<DeliveryState>
{
    public void Probe(ProbeContext context) => context.CreateScope(GetType().Name);

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public async Task Execute(BehaviorContext<DeliveryState> context, IBehavior<DeliveryState> next)
    {
        await NoteAsync(context);
        await next.Execute(context);
    }

    public async Task Execute<T>(BehaviorContext<DeliveryState, T> context, IBehavior<DeliveryState, T> next)
        where T : class
    {
        await NoteAsync(context);
        await next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<DeliveryState, TException> context, IBehavior<DeliveryState> next)
        where TException : Exception => next.Faulted(context);

    public Task Faulted<T, TException>(
        BehaviorExceptionContext<DeliveryState, T, TException> context, IBehavior<DeliveryState, T> next)
        where T : class
        where TException : Exception => next.Faulted(context);

    /// <summary>What of it is to be saved with the row.</summary>
    protected virtual Task PrepareAsync(BehaviorContext<DeliveryState> context) => Task.CompletedTask;

    /// <param name="context">The message, and its saga as it was saved.</param>
    /// <param name="isRepeated">Whether a try before met a transient fault; what it sent may have arrived all the same.</param>
    protected abstract Task RunAsync(BehaviorContext<DeliveryState> context, bool isRepeated);

    private async Task NoteAsync(BehaviorContext<DeliveryState> context)
    {
        await PrepareAsync(context);
        var isRepeated = false;
        context.AfterCommit(() => HoldOnTransientFaults.RunAsync(
            () =>
            {
                var running = RunAsync(context, isRepeated);
                isRepeated = true;
                return running;
            },
            clock,
            context.CancellationToken));
    }
}
