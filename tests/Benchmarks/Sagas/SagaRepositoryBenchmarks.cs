using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StorePush.Tests.Common.Servers;

namespace StorePush.Benchmarks.Sagas;

/// <summary>
/// Two transitions of each of many sagas, on the same state machine and the same PostgreSQL, which waits for the disk; the bus is in
/// memory. One operation is one transition.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, warmupCount: 3, iterationCount: 10)]
public class SagaRepositoryBenchmarks : IAsyncDisposable
{
    private const int Sagas = 1_000;
    private const int Transitions = 2 * Sagas;
    private const int PreparedStatements = 50;
    private const int MaxConnections = 20;

    private readonly PostgresServer _postgres = new() { WaitsForDisk = true };
    private readonly Consumed _consumed = new();
    private readonly byte[] _content = new byte[700];
    private PostgresDatabase _database = null!;
    private ServiceProvider _services = null!;
    private IBusControl _bus = null!;

    [ParamsAllValues]
    public SagaRepositoryKind Repository { get; set; }

    /// <summary>Sagas whose message is on its way.</summary>
    [Params(1, 64, 500)]
    public int Concurrency { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _database = await _postgres.CreateDatabaseAsync(CancellationToken.None);
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            MaxAutoPrepare = PreparedStatements,
            MaxPoolSize = MaxConnections,
        };
        var services = new ServiceCollection().AddLogging();
        services.AddDbContextPool<ParcelsContext>(options => options.UseNpgsql(connection.ConnectionString).UseSnakeCaseNamingConvention());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            var saga = bus.AddSagaStateMachine<ParcelLifecycle, Parcel>();
            if (Repository == SagaRepositoryKind.GroupCommit)
            {
                saga.EntityFrameworkRepository(repository =>
                {
                    repository.ExistingDbContext<ParcelsContext>();
                    repository.UsePostgres();
                    repository.Initiates<ParcelSent>();
                });
            }
            else
            {
                saga.Repository(OneTransactionRepository.Register);
            }

            bus.UsingInMemory((context, memory) =>
            {
                memory.PrefetchCount = Concurrency;
                memory.ConfigureEndpoints(context);
            });
        });
        _services = services.BuildServiceProvider();
        await using (var scope = _services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ParcelsContext>().Database.EnsureCreatedAsync();
        _bus = _services.GetRequiredService<IBusControl>();
        _bus.ConnectReceiveObserver(_consumed);
        await _bus.StartAsync(CancellationToken.None);
    }

    [Benchmark(OperationsPerInvoke = Transitions)]
    public Task Transition() => Parallel.ForEachAsync(
        Enumerable.Range(0, Sagas),
        new ParallelOptions { MaxDegreeOfParallelism = Concurrency },
        async (_, _) =>
        {
            var id = Guid.CreateVersion7();
            await ConsumeAsync(new ParcelSent { ParcelId = id, Content = _content });
            await ConsumeAsync(new ParcelArrived { ParcelId = id });
        });

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        await _postgres.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task ConsumeAsync<T>(T message)
        where T : class
    {
        var messageId = Guid.CreateVersion7();
        var consumed = _consumed.Expect(messageId);
        await _bus.Publish(message, context => context.MessageId = messageId);
        await consumed;
    }
}
