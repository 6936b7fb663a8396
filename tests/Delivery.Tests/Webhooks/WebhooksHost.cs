using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StorePush.Contracts;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Tests.Databases;
using StorePush.Delivery.Webhooks;
using StorePush.Hosting.Deliveries;

namespace StorePush.Delivery.Tests.Webhooks;

/// <summary>The webhooks of a Delivery, on a real database, with a clock that the test moves.</summary>
internal sealed class WebhooksHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    public WebhooksHost(TestDatabase database, Action<WebhooksOptions>? configure = null)
    {
        _database = database;
        var services = new ServiceCollection()
            .AddSingleton(new FakeTimeProvider(DeliveryHost.Start))
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FakeTimeProvider>())
            .AddScoped(_ => _database.Open())
            .AddSingleton<Database>()
            .AddSingleton<SchemaMigrator>()
            .AddSingleton<WebhookSignature>()
            .AddSingleton<WebhookClient>()
            .AddSingleton<WebhookMetrics>()
            .AddSingleton<WebhookCalls>()
            .AddSingleton<Receiver>()
            .AddSingleton<WebhookRecorder>()
            .AddSingleton<MissedEvents>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<WebhookSweeper>()
            .AddMetrics()
            .AddLogging(logging => logging.AddProvider(Log))
            .Configure<DeliveryOptions>(_ => { })
            .Configure<WebhooksOptions>(options =>
            {
                options.Secret = WebhookReceiver.Secret;
                configure?.Invoke(options);
            });
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingInMemory();
        });
        _services = services.BuildServiceProvider(validateScopes: true);
        Metrics = new MetricValues(Get<IMeterFactory>());
    }

    public LogLines Log { get; } = new();

    public MetricValues Metrics { get; }

    public FakeTimeProvider Clock => Get<FakeTimeProvider>();

    public WebhookCalls Calls => Get<WebhookCalls>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Begins to tell the receiver.</summary>
    public async Task<WebhooksHost> StartSenderAsync()
    {
        await Get<SchemaMigrator>().StartAsync(CancellationToken.None);
        await Get<WebhookSender>().StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>An event that was taken from the bus now.</summary>
    public async Task<WebhookCall> AddAsync(string? orderId = null)
    {
        var call = WebhookCallMaker.Make(Delivered(NewId.NextGuid(), orderId ?? "1001"), Clock.GetUtcNow());
        await Calls.AddAsync(call, TestContext.Current.CancellationToken);
        return call;
    }

    public static MessageDelivered Delivered(Guid messageId, string orderId = "1001") => new()
    {
        MessageId = messageId,
        Kind = "order.placed",
        Platform = "meituan",
        StoreId = "S1",
        OrderId = orderId,
        DeviceId = "till-1",
        AcceptedAt = DeliveryHost.Start.AddSeconds(-2),
        DeliveredAt = DeliveryHost.Start,
        Pushes = 1,
    };

    public DeliveryDbContext Open() => _database.Open();

    public async Task<WebhookCall[]> RowsAsync()
    {
        await using var context = _database.Open();
        return [.. context.WebhookCalls];
    }

    public async Task<WebhookCall?> FindAsync(string id)
    {
        await using var context = _database.Open();
        return await context.WebhookCalls.FindAsync([id], TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a call looks as it should.</summary>
    public Task UntilAsync(string id, Func<WebhookCall, bool> isRight) =>
        Bounded.UntilAsync(async () => await FindAsync(id) is { } call && isRight(call));

    /// <summary>Waits until a metric says so; it is counted after what it counts is written down.</summary>
    public Task UntilCountedAsync(string metric, long value) => Bounded.UntilAsync(() => Task.FromResult(Metrics[metric] == value));

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Bounded.Limit);
        await Get<WebhookSender>().StopAsync(limit.Token);
        Metrics.Dispose();
        await _services.DisposeAsync();
        Log.Dispose();
        await _database.DisposeAsync();
    }
}
