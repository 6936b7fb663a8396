using MassTransit;
using StorePush.Contracts;
using StorePush.Delivery.Acknowledgements;
using StorePush.Delivery.ConsolePage;
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
using StorePush.Delivery.Starting;
using StorePush.Delivery.Status;
using StorePush.Delivery.Webhooks;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Configuration;
using StorePush.Hosting.Deliveries;
using StorePush.Hosting.Health;

namespace StorePush.Delivery;

/// <summary>Delivery: owns all state. One saga per message, the sessions of devices, the sweepers and the status calls.</summary>
public static class DeliveryModule
{
    /// <summary>Adds the services of Delivery, on PostgreSQL.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">No database is configured.</exception>
    public static void AddDelivery(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.AddPostgres();
        builder.AddServices();
    }

    /// <summary>Adds the services of Delivery, on PostgreSQL where it is configured, else on a SQLite file.</summary>
    /// <param name="builder">The process; the only one that uses the file.</param>
    /// <param name="file">The path of the file; made when it is not there.</param>
    public static void AddDeliveryOrFile(this WebApplicationBuilder builder, string file)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.AddPostgresOrFile(file);
        builder.AddServices();
    }

    /// <summary>Adds the saga and the consumers of Delivery.</summary>
    public static void AddDeliveryConsumers(this IBusRegistrationConfigurator bus, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(bus);

        bus.AddSagaStateMachine<DeliveryStateMachine, DeliveryState, DeliveryStateDefinition>()
            .EntityFrameworkRepository(repository =>
            {
                repository.UseDatabase(configuration);
                repository.Initiates<OrderPlaced>();
                repository.Initiates<OrderCancelled>();
            });
        bus.AddConfigureEndpointsCallback(DeliveryEndpoints.Configure);
        bus.AddSingleton(DeliveryEndpoints.Acknowledgements);
        bus.AddConsumer<DevicesConnectedConsumer, DevicesEndpoint<DevicesConnectedConsumer>>();
        bus.AddConsumer<DevicesDisconnectedConsumer, DevicesEndpoint<DevicesDisconnectedConsumer>>();
        bus.AddConsumer<EdgeHeartbeatConsumer, EdgesEndpoint>();
        bus.AddConsumer<ReplayRequestedConsumer, DevicesEndpoint<ReplayRequestedConsumer>>();
        bus.AddWebhookConsumer(configuration);
    }

    /// <summary>Adds the calls of Delivery.</summary>
    public static void MapDelivery(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        var calls = app.MapGroup("/v1").AddEndpointFilter<DatabaseAwayFilter>();
        calls.MapMessages();
        calls.MapTimeline();
        calls.MapSearch();
        calls.MapFigures();
        calls.MapDevices();
        app.MapConsole();
    }

    private static void AddServices(this WebApplicationBuilder builder)
    {
        builder.AddTokenAuthentication();
        builder.AddCheckedOptions<DeliveryOptions>(DeliveryOptions.Section);
        builder.Services.AddSingleton<Database>();
        builder.Services.AddSingleton<SchemaMigrator>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SchemaMigrator>());
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddSingleton<StartGate>();
        builder.Services.AddBusObserver(services => services.GetRequiredService<StartGate>());
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [HealthEndpoints.ReadyTag])
            .AddCheck<AcknowledgementsHealthCheck>("acknowledgements", tags: [HealthEndpoints.ReadyTag]);

        builder.Services.AddSingleton<DeliveryMetrics>();
        builder.Services.AddSingleton<DeliveryEvents>();
        builder.Services.AddSingleton<Outcomes>();
        builder.Services.AddSingleton<PendingMetrics>();
        builder.Services.AddSingleton<EdgeCommands>();
        builder.Services.AddSingleton<AckBacklog>();
        builder.Services.AddSingleton<IStoreNotifier, StoreNotifier>();
        builder.Services.AddScoped<PushNewAfterCommit>();
        builder.Services.AddScoped<PushAfterCommit>();
        builder.Services.AddScoped<SettleAfterCommit>();
        builder.Services.AddSingleton<SessionRegistrar>();
        builder.Services.AddSingleton<QueueWatch>();
        builder.Services.AddReceiveEndpointObserver(services => services.GetRequiredService<QueueWatch>());
        builder.Services.AddReceiveEndpointObserver<AckProbe>();
        builder.Services.AddSingleton<ReplayPages>();
        builder.Services.AddSingleton<DeviceRevocations>();
        builder.Services.AddSingleton<DeviceConnections>();
        builder.Services.AddSingleton<OrderSearch>();
        builder.Services.AddSingleton<FiguresRecorder>();
        builder.Services.AddSingleton<FiguresReader>();
        builder.Services.AddSingleton<StoreFigures>();
        builder.Services.AddHostedService<RepeatedPushSweeper>();
        builder.Services.AddHostedService<ExpirySweeper>();
        builder.Services.AddHostedService<SessionReaper>();
        builder.Services.AddHostedService<RetentionSweeper>();
        builder.Services.AddHostedService<FiguresWriter>();
        builder.Services.AddHostedService<PendingWatch>();
        builder.AddWebhooks();
    }
}
