using MassTransit;
using StorePush.Delivery.Persistence;

namespace StorePush.Delivery.Starting;

/// <summary>
/// Starts the bus when the schema is up to date and what messages need is warm: the broker hands a new process its share of the messages
/// at once, and they would wait here while others could serve them.
/// </summary>
internal sealed class StartGate(SchemaMigrator schema, IServiceProvider services, IHostApplicationLifetime lifetime) : IBusObserver
{
    public async Task PreStart(IBus bus)
    {
        await schema.Ready.WaitAsync(lifetime.ApplicationStopping);

        // Needs the bus, which asks for its observers while it is built.
        await services.GetRequiredService<WarmUp>().RunAsync(lifetime.ApplicationStopping);
    }

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PreStop(IBus bus) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
}
