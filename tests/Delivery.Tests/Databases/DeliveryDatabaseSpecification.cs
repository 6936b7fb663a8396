using StorePush.Delivery.Sweeping;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>What holds on every database that Delivery runs on.</summary>
public abstract class DeliveryDatabaseSpecification
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<TestDatabase> CreateDatabaseAsync();

    private protected async Task<DeliveryHost> HostAsync() => await new DeliveryHost(await CreateDatabaseAsync()).StartAsync();

    private protected static Task<bool> SweepAsync<TSweeper>(DeliveryHost delivery)
        where TSweeper : Sweeper => delivery.Get<TSweeper>().SweepAsync(Cancellation);
}
