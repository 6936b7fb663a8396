using MassTransit;

namespace StorePush.Benchmarks.Sagas;

/// <summary>Two transitions, each of which is one write.</summary>
internal sealed class ParcelLifecycle : MassTransitStateMachine<Parcel>
{
    public ParcelLifecycle()
    {
        InstanceState(parcel => parcel.State);
        Event(() => Sent, sent => sent.CorrelateById(context => context.Message.ParcelId));
        Event(() => Arrived, arrived => arrived.CorrelateById(context => context.Message.ParcelId));

        Initially(
            When(Sent)
                .Then(context => (context.Saga.Address, context.Saga.Content, context.Saga.SentAt) =
                    ("store-1", context.Message.Content, TimeProvider.System.GetUtcNow()))
                .TransitionTo(OnItsWay));
        During(
            OnItsWay,
            When(Arrived)
                .Then(context => context.Saga.ArrivedAt = TimeProvider.System.GetUtcNow())
                .TransitionTo(There));
    }

    public State OnItsWay { get; } = null!;

    public State There { get; } = null!;

    public Event<ParcelSent> Sent { get; } = null!;

    public Event<ParcelArrived> Arrived { get; } = null!;
}
