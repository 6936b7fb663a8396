using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.Devices;
using StorePush.Delivery.Expiry;
using StorePush.Delivery.Figures;
using StorePush.Delivery.Listening;
using StorePush.Delivery.Pending;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Replay;
using StorePush.Delivery.Retention;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;
using StorePush.Delivery.Status;
using StorePush.Delivery.Tests.Listening;
using StorePush.Hosting.Deliveries;
using StorePush.Hosting.Messaging;

namespace StorePush.Delivery.Tests.Databases;

/// <summary>What Delivery does with its database, on a real one, with a clock that the test moves and a bus that only takes notes.</summary>
internal sealed class DeliveryHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    public DeliveryHost(TestDatabase database)
    {
        _database = database;
        var services = new ServiceCollection()
            .AddSingleton(new FakeTimeProvider(Start.AddMinutes(-1)))
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FakeTimeProvider>())
            .AddScoped(_ => Open())
            .AddSingleton<IHostApplicationLifetime>(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance))
            .AddSingleton<Database>()
            .AddSingleton<IOnlineSessions>(provider => new OnlineSessionsDouble(
                _database.Online(provider.GetRequiredService<Database>()), () => IsDatabaseAway))
            .AddSingleton<SchemaMigrator>()
            .AddSingleton<DeliveryMetrics>()
            .AddSingleton<DeliveryEvents>()
            .AddSingleton<PendingMetrics>()
            .AddSingleton<PendingWatch>()
            .AddSingleton<EdgeCommands>()
            .AddSingleton<AckBacklog>()
            .AddSingleton<StoreNotifier>()
            .AddSingleton<SessionRegistrar>()
            .AddSingleton<QueueWatch>()
            .AddSingleton<ReplayPages>()
            .AddSingleton<DeviceRevocations>()
            .AddSingleton<DeviceConnections>()
            .AddSingleton<OrderSearch>()
            .AddSingleton<FiguresRecorder>()
            .AddSingleton<FiguresReader>()
            .AddSingleton<StoreFigures>()
            .AddSingleton<FiguresWriter>()
            .AddSingleton<RepeatedPushSweeper>()
            .AddSingleton<ExpirySweeper>()
            .AddSingleton<SessionReaper>()
            .AddSingleton<RetentionSweeper>()
            .AddSingleton<PublishedCommands>()
            .AddPublishObserver(provider => provider.GetRequiredService<PublishedCommands>())
            .AddMetrics()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<LogLines>()
            .AddSingleton<ILogger<PendingWatch>>(provider => new Logger<PendingWatch>(new LoggerFactory([provider.GetRequiredService<LogLines>()])))
            .Configure<DeliveryOptions>(options => options.ReplayPage = 3);
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingInMemory();
        });
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Whether Delivery can't reach its database; the test still does.</summary>
    public bool IsDatabaseAway { get; set; }

    /// <summary>For how long the database stands still before it does what Delivery asks.</summary>
    public TimeSpan DatabaseTakes { get; set; }

    public FakeTimeProvider Clock => Get<FakeTimeProvider>();

    public IServiceProvider Services => _services;

    /// <summary>What the watch over pending messages logs.</summary>
    public LogLines Log => Get<LogLines>();

    public async Task<DeliveryHost> StartAsync()
    {
        await Get<IBusControl>().StartAsync(TestContext.Current.CancellationToken);
        await Get<QueueWatch>().Ready(new ListenedQueue(Queues.Acknowledgements));
        Clock.SetUtcNow(Start);
        return this;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What was published so far, of one type.</summary>
    public T[] Published<T>() => [.. Get<PublishedCommands>().Messages.OfType<T>()];

    /// <summary>A message that was accepted at the start.</summary>
    public async Task<DeliveryState> AddAsync(Action<DeliveryState>? change = null)
    {
        var message = NewMessage();
        change?.Invoke(message);
        await AddAsync([message]);
        return message;
    }

    public async Task AddAsync(IEnumerable<DeliveryState> messages)
    {
        await using var context = _database.Open();
        context.AddRange(messages);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private DeliveryDbContext Open()
    {
        Clock.Advance(DatabaseTakes);
        return IsDatabaseAway ? throw new TimeoutException("The database is away.") : _database.Open();
    }

    public static DeliveryState NewMessage() => new()
    {
        CorrelationId = NewId.NextGuid(),
        Version = 1,
        State = "Pending",
        Kind = "order.placed",
        Platform = "meituan",
        StoreId = "S1",
        OrderId = NewId.NextGuid().ToString(),
        Payload = """{"qty":1}"""u8.ToArray(),
        AcceptedAt = Start,
        ExpiresAt = Start.AddMinutes(30),
        ExpiryDueAt = Start.AddMinutes(30),
        NextPushAt = Start.AddSeconds(10),
    };

    /// <summary>Devices of store S1 that were revoked.</summary>
    public async Task RevokeAsync(IEnumerable<string> deviceIds, DateTimeOffset at)
    {
        await using var context = _database.Open();
        context.AddRange(deviceIds.Select(deviceId => new DeviceRevocation { StoreId = "S1", DeviceId = deviceId, RevokedAt = at }));
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What the saga does when a device's acknowledgement is written down.</summary>
    public async Task DeliverAsync(DeliveryState message)
    {
        await using var context = _database.Open();
        context.Attach(message);
        (message.State, message.NextPushAt) = ("Delivered", null);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async Task<DeliveryState?> FindAsync(Guid messageId)
    {
        await using var context = _database.Open();
        return await context.Deliveries.FindAsync([messageId], TestContext.Current.CancellationToken);
    }

    /// <summary>A device of store S1 connects.</summary>
    public async Task<(DeviceConnected Event, Registration Registration)> ConnectAsync(
        string deviceId, string edgeId = "edge-1", DateTimeOffset? at = null)
    {
        var connected = new DeviceConnected
        {
            EdgeId = edgeId,
            StoreId = "S1",
            DeviceId = deviceId,
            ConnectionId = NewId.NextGuid(),
            ConnectedAt = at ?? Start,
            TokenIssuedAt = Start,
        };
        return (connected, await Get<SessionRegistrar>().RegisterAsync(connected, TestContext.Current.CancellationToken));
    }

    public async Task<Guid[]> SessionsAsync()
    {
        await using var context = _database.Open();
        return [.. context.Sessions.Select(session => session.ConnectionId)];
    }

    public async ValueTask DisposeAsync()
    {
        await Get<IBusControl>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal sealed class PublishedCommands : IPublishObserver
    {
        public ConcurrentQueue<object> Messages { get; } = new();

        /// <summary>Until then nothing gets through, as while the broker is away.</summary>
        public Task MayGo { get; set; } = Task.CompletedTask;

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => MayGo;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class
        {
            Messages.Enqueue(context.Message);
            return Task.CompletedTask;
        }

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
