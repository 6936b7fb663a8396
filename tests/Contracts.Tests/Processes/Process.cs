using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StorePush.Delivery;
using StorePush.Edge;
using StorePush.Gateway;
using StorePush.Hosting;
using StorePush.Hosting.Messaging;
using StorePush.Ingest;

namespace StorePush.Contracts.Tests.Processes;

/// <summary>The processes of the product as their Program.cs puts them together, built but not started.</summary>
internal static class Process
{
    public const string EdgeId = "edge-1";

    private static readonly string[] Settings =
    [
        "--Auth:SigningKey=0123456789abcdef0123456789abcdef",
        "--Broker:Url=amqp://guest:guest@127.0.0.1:1/",
        $"--Edge:Id={EdgeId}",
        "--Database:ConnectionString=Host=127.0.0.1;Port=1",
        "--urls=http://127.0.0.1:0",
    ];

    /// <summary>A process by its name, with more logs or settings than the others.</summary>
    public static WebApplication Of(string name, Action<WebApplicationBuilder> configure, params string[] settings) => name switch
    {
        nameof(Ingest) => Ingest(configure, settings),
        nameof(Delivery) => Delivery(configure, settings),
        nameof(Edge) => Edge(configure, settings),
        nameof(Gateway) => Gateway(configure, settings),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static WebApplication Ingest() => Ingest(_ => { });

    public static WebApplication Delivery() => Delivery(_ => { });

    public static WebApplication DeliveryWithWebhooks() => Delivery(
        _ => { }, "--Webhooks:Url=https://example.com/hooks", "--Webhooks:Secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    public static WebApplication Edge() => Edge(_ => { });

    public static WebApplication Gateway() => Gateway(_ => { });

    private static WebApplication Ingest(Action<WebApplicationBuilder> configure, params string[] settings) => Build(
        builder =>
        {
            configure(builder);
            builder.AddIngest();
            builder.AddMessaging();
        },
        app =>
        {
            app.MapIngest();
            app.MapOpenApi();
        },
        settings);

    private static WebApplication Delivery(Action<WebApplicationBuilder> configure, params string[] settings) => Build(
        builder =>
        {
            configure(builder);
            builder.AddDelivery();
            builder.AddMessaging(bus => bus.AddDeliveryConsumers(builder.Configuration));
        },
        app =>
        {
            app.MapDelivery();
            app.MapOpenApi();
        },
        settings);

    private static WebApplication Edge(Action<WebApplicationBuilder> configure, params string[] settings) => Build(
        builder =>
        {
            configure(builder);
            builder.AddEdge();
            builder.AddMessaging(EdgeModule.AddEdgeConsumers);
        },
        app => app.MapEdge(),
        settings);

    private static WebApplication Gateway(Action<WebApplicationBuilder> configure, params string[] settings) => Build(
        builder =>
        {
            configure(builder);
            builder.AddGateway();
        },
        app => app.MapGateway(),
        settings);

    public static IEnumerable<RouteEndpoint> Endpoints(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static WebApplication Build(Action<WebApplicationBuilder> add, Action<WebApplication> map, params string[] settings)
    {
        // MassTransit has one log for all buses of this process, and would go on with that of a bus that is gone.
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance);

        return ServiceHost.Build(
            [.. Settings, .. settings],
            builder =>
            {
                builder.Logging.ClearProviders();
                add(builder);
            },
            map);
    }
}
