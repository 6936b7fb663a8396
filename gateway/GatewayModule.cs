using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Trace;
using StorePush.Gateway.Admission;
using StorePush.Gateway.Draining;
using StorePush.Gateway.Failover;
using StorePush.Gateway.LoadBalancing;
using StorePush.Gateway.Routing;
using StorePush.Gateway.Upstreams;
using StorePush.Hosting;
using StorePush.Hosting.Configuration;
using StorePush.Hosting.Health;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace StorePush.Gateway;

/// <summary>
/// Gateway: the one address of the product. It forwards the calls of the API to the services and the sockets of a store to one edge.
/// It checks no tokens, the services do.
/// </summary>
public static class GatewayModule
{
    private static readonly TimeSpan StopAfterDrain = TimeSpan.FromSeconds(10);

    /// <summary>Adds the services of the gateway.</summary>
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var options = builder.AddCheckedOptions<GatewayOptions>(GatewayOptions.Section);
        builder.AddGatewayLogging();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.ConfigureEndpointDefaults(AddressGuard.Use);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainNotice + options.DrainPeriod + StopAfterDrain);

        builder.Services.AddReverseProxy()
            .LoadFromMemory(Routes.All, Clusters.Of(options))
            .AddTransforms(ForwardedRequest.Configure);
        builder.Services.TryAddSingleton<IAddressLookup, SystemAddressLookup>();
        builder.Services.AddSingleton<IDestinationResolver, HostNameResolver>();
        builder.Services.AddSingleton<IForwarderHttpClientFactory, UpstreamClientFactory>();
        builder.Services.AddSingleton<ILoadBalancingPolicy, StoreAffinityPolicy>();

        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource("Yarp.ReverseProxy", "System.Net.Http"));

        builder.AddTrustedProxies(options);
        builder.Services.AddSingleton<AddressGuard>();
        builder.Services.AddSingleton<AddressLimits>();
        builder.Services.AddSingleton<Tunnels>();
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddHostedService<TunnelDrain>();
        builder.Services.AddHealthChecks().AddCheck<GatewayReadiness>("gateway", tags: [HealthEndpoints.ReadyTag]);
    }

    /// <summary>Adds the calls of the API; the gateway's own health, metrics and API description are not forwarded.</summary>
    public static void MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        app.UseTrustedProxies();
        app.UseMiddleware<FarewellMiddleware>();
        app.MapOpenApi();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<TunnelMiddleware>();
            proxy.UseMiddleware<FailoverMiddleware>();
            proxy.UseLoadBalancing();
        });
    }
}
