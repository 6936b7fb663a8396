using MassTransit;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;

namespace StorePush.Delivery.Starting;

/// <summary>
/// Asks the database, in vain, what the first messages will ask: on a busy machine the first time of everything takes seconds, and
/// orders would wait for it.
/// </summary>
internal sealed partial class WarmUp(
    Database database, ILoadSagaRepository<DeliveryState> sagas, IStoreNotifier store, TimeProvider clock, ILogger<WarmUp> logger)
{
    /// <summary>Waits for a database that is away; what else goes wrong is for the messages to meet.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await HoldOnTransientFaults.RunAsync(() => AskAsync(cancellationToken), clock, cancellationToken);
        }
#pragma warning disable CA1031 // A process that is not warm is slow at first; one without a bus would be no use.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, exception);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var nobody = new DeliveryState { CorrelationId = Guid.Empty, StoreId = "" };
        await sagas.Load(nobody.CorrelationId);
        await store.CountFirstPushAsync(nobody, cancellationToken);
        await store.PushNewAsync(nobody, cancellationToken);
        await store.SettleAsync(nobody, cancellationToken);
        await database.QueryAsync(context =>
            context.CountPushesAsync([new(nobody.CorrelationId, "")], DateTimeOffset.UnixEpoch, cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The first messages will take longer: the database can't be asked yet")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
