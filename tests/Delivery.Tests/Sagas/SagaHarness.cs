using System.Diagnostics.Metrics;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Figures;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Sagas;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Tests.Sagas;

/// <summary>The real state machine on its real endpoint definition, with instances in memory and a clock that the test moves.</summary>
internal sealed class SagaHarness : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ServiceProvider _services;
    private readonly ITestHarness _harness;
    private readonly ISagaStateMachineTestHarness<DeliveryStateMachine, DeliveryState> _saga;

    private SagaHarness(ServiceProvider services)
    {
        _services = services;
        _harness = services.GetRequiredService<ITestHarness>();
        _saga = _harness.GetSagaStateMachineHarness<DeliveryStateMachine, DeliveryState>();
        Measured = new(services.GetRequiredService<IMeterFactory>());
    }

    public FakeTimeProvider Clock => _services.GetRequiredService<FakeTimeProvider>();

    public RecordingNotifier Store => _services.GetRequiredService<RecordingNotifier>();

    /// <summary>What was counted as accepted, delivered and expired.</summary>
    public (int Accepted, int Delivered, int Expired) Figures
    {
        get
        {
            var slices = _services.GetRequiredService<FiguresRecorder>().Changed().Select(each => each.Slice).ToArray();
            return (slices.Sum(slice => slice.Accepted), slices.Sum(slice => slice.Delivered), slices.Sum(slice => slice.Expired));
        }
    }

    /// <summary>What was counted so far.</summary>
    public Measurements Measured { get; }

    private BusLog Log => _services.GetRequiredService<BusLog>();

    public Guid MessageId { get; } = NewId.NextGuid();

    public static async Task<SagaHarness> StartAsync()
    {
        var services = new ServiceCollection()
            .AddSingleton(new FakeTimeProvider(Start))
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FakeTimeProvider>())
            .AddSingleton<RecordingNotifier>()
            .AddSingleton<IStoreNotifier>(provider => provider.GetRequiredService<RecordingNotifier>())
            .AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance))
            .AddSingleton<QueueWatch>()
            .AddSingleton<AckBacklog>()
            .AddSingleton<FiguresRecorder>()
            .AddMetrics()
            .AddSingleton<DeliveryMetrics>()
            .AddSingleton<DeliveryEvents>()
            .AddSingleton<Outcomes>()
            .AddScoped<PushNewAfterCommit>()
            .AddScoped<PushAfterCommit>()
            .AddScoped<SettleAfterCommit>()
            .AddOptions<DeliveryOptions>().Services
            .AddSingleton<BusLog>()
            .AddConsumeObserver(provider => provider.GetRequiredService<BusLog>())
            .AddPublishObserver(provider => provider.GetRequiredService<BusLog>())
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddSagaStateMachine<DeliveryStateMachine, DeliveryState, DeliveryStateDefinition>().InMemoryRepository();
            })
            .BuildServiceProvider(validateScopes: true);

        var harness = new SagaHarness(services);
        await harness._harness.Start();
        return harness;
    }

    /// <summary>Brings the message into a state, by the events that lead there.</summary>
    public async Task<SagaHarness> InAsync(string state)
    {
        await PublishAsync(Placed());
        switch (state)
        {
            case "Delivered":
                await PublishAsync(Acknowledged("till-1", Start));
                break;
            case "Expired":
                Clock.Advance(TimeToLive);
                await PublishAsync(Elapsed());
                break;
        }

        Message.State.ShouldBe(state);
        return this;
    }

    /// <summary>Publishes an event and waits until the saga has taken it, or dropped it.</summary>
    public async Task PublishAsync<T>(T message)
        where T : class
    {
        var id = NewId.NextGuid();
        await _harness.Bus.Publish(message, context => context.MessageId = id, TestContext.Current.CancellationToken);
        await Log.Consumed(id).WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    /// <summary>Publishes an event whose consequence fails at first, and lets time pass until the saga is through with it.</summary>
    public async Task PublishDuringFaultAsync<T>(T message)
        where T : class
    {
        var publishing = PublishAsync(message);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!publishing.IsCompleted && await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            Clock.Advance(TimeSpan.FromMilliseconds(100));
        await publishing;
    }

    public DeliveryState Message => _saga.Sagas.Contains(MessageId).ShouldNotBeNull();

    public bool Exists => _saga.Sagas.Contains(MessageId) is not null;

    public T[] Published<T>()
        where T : class => [.. Log.Published.OfType<T>()];

    /// <summary>Whether any event ended in the error queue.</summary>
    public bool AnyFault => Log.AnyFault;

    public OrderPlaced Placed() => new()
    {
        MessageId = MessageId,
        Platform = "meituan",
        StoreId = "S1",
        OrderId = "1001",
        AcceptedAt = Start,
        ExpiresAt = Start + TimeToLive,
        Order = RawJson.Parse("""{"qty":1.10}"""),
    };

    public OrderCancelled Cancelled() => new()
    {
        MessageId = MessageId,
        Platform = "meituan",
        StoreId = "S1",
        OrderId = "1001",
        AcceptedAt = Start,
        ExpiresAt = Start + TimeToLive,
        Reason = "out of stock",
        Detail = RawJson.Parse("""{"by":"customer"}"""),
    };

    public DeviceAcknowledged Acknowledged(string deviceId, DateTimeOffset at, string storeId = "S1") => new()
    {
        MessageId = MessageId,
        StoreId = storeId,
        DeviceId = deviceId,
        AcknowledgedAt = at,
    };

    public ExpiryElapsed Elapsed() => new() { MessageId = MessageId };

    public async ValueTask DisposeAsync()
    {
        Measured.Dispose();
        await _harness.Stop(TestContext.Current.CancellationToken);
        await _services.DisposeAsync();
    }
}
