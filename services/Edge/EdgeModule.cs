using MassTransit;
using Microsoft.Extensions.Options;
using StorePush.Contracts;
using StorePush.Edge.Acknowledgements;
using StorePush.Edge.Connections;
using StorePush.Edge.Drain;
using StorePush.Edge.Presence;
using StorePush.Edge.Push;
using StorePush.Edge.Revocations;
using StorePush.Edge.Sockets;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Configuration;
using StorePush.Hosting.Deliveries;
using StorePush.Hosting.Health;

namespace StorePush.Edge;

/// <summary>Edge: holds the sockets of devices, and nothing else. Killing it loses nothing.</summary>
public static class EdgeModule
{
    /// <summary>Two may get lost.</summary>
    private const int ReportsBeforeTimeout = 3;

    /// <summary>The marker of a page, and a few answers.</summary>
    private const int FramesBesideAPage = 4;

    private static readonly TimeSpan StopAfterDrain = TimeSpan.FromSeconds(15);

    /// <summary>Adds the services of Edge.</summary>
    public static void AddEdge(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.AddTokenAuthentication();
        var options = builder.AddCheckedOptions<EdgeOptions>(EdgeOptions.Section);
        var delivery = builder.AddCheckedOptions<DeliveryOptions>(DeliveryOptions.Section);
        CheckReports(options, delivery);
        CheckReplay(options, delivery);
        builder.Services.AddSingleton<EdgeIdentity>();
        builder.Services.AddSingleton<EdgeMetrics>();
        builder.Services.AddSingleton<ConnectionRegistry>();
        builder.Services.AddSingleton<DeviceSessions>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<SocketHandshake>();
        builder.Services.AddSingleton<AckPublisher>();
        builder.Services.AddSingleton<AckForwarder>();
        builder.Services.AddSingleton<RecentlySettled>();
        builder.Services.AddSingleton<RevocationList>();
        builder.Services.AddSingleton<PresenceReporter>();
        builder.Services.AddSingleton<EdgeReporter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EdgeReporter>());
        builder.Services.AddHostedService<ConnectionWatch>();
        builder.Services.AddHostedService<EdgeDrain>();
        builder.Services.AddHealthChecks().AddCheck<AdmissionHealthCheck>("edge-admission", tags: [HealthEndpoints.ReadyTag]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainPeriod + StopAfterDrain);
    }

    /// <summary>Adds the consumers of Edge, all on the one queue of this process.</summary>
    public static void AddEdgeConsumers(this IBusRegistrationConfigurator bus)
    {
        ArgumentNullException.ThrowIfNull(bus);

        bus.AddConsumer<PushToStoreConsumer, EdgeCommandDefinition<PushToStoreConsumer, PushToStore>>();
        bus.AddConsumer<NothingPendingConsumer, EdgeCommandDefinition<NothingPendingConsumer, NothingPending>>();
        bus.AddConsumer<SettleAtStoreConsumer, EdgeCommandDefinition<SettleAtStoreConsumer, SettleAtStore>>();
        bus.AddConsumer<CloseConnectionConsumer, EdgeCommandDefinition<CloseConnectionConsumer, CloseConnection>>();
        bus.AddConsumer<PrepareEdgeConsumer, EdgeCommandDefinition<PrepareEdgeConsumer, PrepareEdge>>();
        bus.AddConsumer<DeviceRevokedConsumer, EdgeEventDefinition<DeviceRevokedConsumer, DeviceRevoked>>();
    }

    /// <summary>Adds the device socket.</summary>
    public static void MapEdge(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        ActivityUpgrade.Use(app);
        app.UseWebSockets();
        app.MapSockets();
    }

    /// <summary>An edge that is given up between two of its reports would lose its devices every few seconds.</summary>
    private static void CheckReports(EdgeOptions edge, DeliveryOptions delivery)
    {
        if (edge.ReportInterval * ReportsBeforeTimeout > delivery.EdgeTimeout)
        {
            throw Wrong(
                nameof(EdgeOptions.ReportInterval),
                "must be at most a third of "
                    + $"{DeliveryOptions.Section}__{nameof(DeliveryOptions.EdgeTimeout)}, which is {delivery.EdgeTimeout} here.");
        }
    }

    /// <summary>A device for which a page is too much would be closed each time that it connects, for as long as its store has a backlog.</summary>
    private static void CheckReplay(EdgeOptions edge, DeliveryOptions delivery)
    {
        var least = 2 * (delivery.ReplayPage + FramesBesideAPage);
        if (edge.MaxQueuedFrames < least)
        {
            throw Wrong(
                nameof(EdgeOptions.MaxQueuedFrames),
                $"must be at least {least}, twice what a page of a replay takes: "
                    + $"{DeliveryOptions.Section}__{nameof(DeliveryOptions.ReplayPage)} is {delivery.ReplayPage} here.");
        }
    }

    private static OptionsValidationException Wrong(string key, string reason) =>
        new(EdgeOptions.Section, typeof(EdgeOptions), [$"{EdgeOptions.Section}__{key}: {reason}"]);
}
