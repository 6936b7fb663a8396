using MassTransit;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Figures;

namespace StorePush.Delivery.Sagas;

/// <summary>Pushes the message to its store. One that the broker delivers again may have been pushed, and acknowledged, before.</summary>
internal sealed class PushAfterCommit(
    IStoreNotifier store, AckBacklog acknowledgements, FiguresRecorder figures, TimeProvider clock) : AfterCommitActivity(clock)
{
    protected override async Task RunAsync(BehaviorContext<DeliveryState> context)
    {
        if (context.ReceiveContext.Redelivered)
            await acknowledgements.WaitAsync(context.CancellationToken);
        await store.PushAsync(context.Saga, context.CancellationToken);
        if (!context.ReceiveContext.Redelivered)
            figures.Accepted();
    }
}
