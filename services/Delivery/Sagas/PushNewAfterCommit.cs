using MassTransit;
using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Sagas;

/// <summary>Pushes a new message. Nobody has seen it before: it was not in the database.</summary>
internal sealed class PushNewAfterCommit(IStoreNotifier store, FiguresRecorder figures, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override Task PrepareAsync(BehaviorContext<DeliveryState> context) =>
        store.CountFirstPushAsync(context.Saga, context.CancellationToken);

    protected override async Task RunAsync(BehaviorContext<DeliveryState> context, bool isRepeated)
    {
        // A frame that goes out again must have a number of its own.
        await (isRepeated
            ? store.PushAsync(context.Saga, context.CancellationToken)
            : store.PushNewAsync(context.Saga, context.CancellationToken));
        figures.Accepted();
    }
}
