using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Sagas.EntityFrameworkCore.Configuration;
using StorePush.Sagas.EntityFrameworkCore.Tests.Databases;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Bus;

/// <summary>A bus in memory whose one endpoint is the job saga, on the database of a test.</summary>
internal sealed class SagaHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    private SagaHost(ServiceProvider services) => _services = services;

    public BusLog Log { get; } = new();

    private IBus Bus => _services.GetRequiredService<ITestHarness>().Bus;

    public static async Task<SagaHost> StartAsync(
        TestDatabase database,
        CancellationToken cancellationToken,
        Action<EntityFrameworkRepositoryConfigurator<Job>>? configure = null)
    {
        var services = new ServiceCollection();
        database.AddTo(services);
        services.AddMassTransitTestHarness(TextWriter.Null, bus =>
            bus.AddSagaStateMachine<JobLifecycle, Job, JobDefinition>().EntityFrameworkRepository(repository =>
            {
                repository.ExistingDbContext<JobsContext>();
                database.Use(repository);
                configure?.Invoke(repository);
            }));

        var host = new SagaHost(services.BuildServiceProvider(validateScopes: true));
        await host._services.GetRequiredService<ITestHarness>().Start().WaitAsync(Patience, cancellationToken);
        host.Bus.ConnectReceiveObserver(host.Log);
        host.Bus.ConnectPublishObserver(host.Log);
        return host;
    }

    /// <summary>Publishes the messages all at once and returns when the saga is done with all of them.</summary>
    public async Task ConsumeAsync(CancellationToken cancellationToken, params IReadOnlyList<object> messages)
    {
        await Task.WhenAll(messages.Select(message => Bus.Publish(message, cancellationToken)));
        await Log.ReceivedAsync(messages.Count, Patience, cancellationToken);
    }

    public Task<Job?> LoadAsync(Guid id) => _services.GetRequiredService<ILoadSagaRepository<Job>>().Load(id)!;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Log.Dispose();
    }
}
