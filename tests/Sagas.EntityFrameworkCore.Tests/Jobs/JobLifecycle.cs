using MassTransit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

/// <summary>Initial -> Open -> Closed, or dropped and gone; the first worker that is done wins.</summary>
public sealed class JobLifecycle : MassTransitStateMachine<Job>
{
    public JobLifecycle()
    {
        InstanceState(job => job.CurrentState);

        Event(() => Opened, e => e.CorrelateById(context => context.Message.JobId));
        Event(() => Done, e => e.CorrelateById(context => context.Message.JobId));
        Event(() => LookedAt, e => e.CorrelateById(context => context.Message.JobId));
        Event(() => Dropped, e => e.CorrelateById(context => context.Message.JobId));
        Event(() => WorkerLeft, e => e.CorrelateBy((job, context) => job.DoneBy == context.Message.By));

        Initially(
            When(Opened)
                .Then(context => context.Saga.Weight = context.Message.Weight)
                .Then(context => context.Saga.Payload = [1, 2, 3])
                .TransitionTo(Open)
                .Publish(context => new JobStarted(context.Saga.CorrelationId)));

        During(
            Open,
            When(Opened).Publish(context => new JobStarted(context.Saga.CorrelationId)),
            When(Done)
                .Then(context => context.Saga.DoneBy = context.Message.By)
                .TransitionTo(Closed)
                .Publish(context => new JobSettled(context.Saga.CorrelationId, context.Message.By)),
            When(Dropped).Finalize(),
            Ignore(LookedAt),
            Ignore(WorkerLeft));

        During(Closed, Ignore(Opened), Ignore(Done), Ignore(LookedAt), Ignore(WorkerLeft));

        SetCompletedWhenFinalized();
    }

    public State Open { get; private set; } = null!;

    public State Closed { get; private set; } = null!;

    public Event<JobOpened> Opened { get; private set; } = null!;

    public Event<JobDone> Done { get; private set; } = null!;

    public Event<JobLookedAt> LookedAt { get; private set; } = null!;

    public Event<JobDropped> Dropped { get; private set; } = null!;

    public Event<JobWorkerLeft> WorkerLeft { get; private set; } = null!;
}
