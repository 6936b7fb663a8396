using MassTransit;
using Microsoft.Extensions.Hosting;

namespace StorePush.Sagas.EntityFrameworkCore.Repository;

/// <summary>Stops a host at its start, before the bus consumes anything, when the saga's mapping is not supported.</summary>
internal sealed class SagaMappingCheck<TSaga>(ISagaStore<TSaga> store) : IHostedLifecycleService
    where TSaga : class, ISagaVersion
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        store.CheckMapping();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
