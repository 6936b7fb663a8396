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

    public static WebApplication Ingest() => Build(
        builder =>
        {
            builder.AddIngest();
            builder.AddMessaging();
        },
        app =>
        {
            app.MapIngest();
            app.MapOpenApi();
        });

    public static WebApplication Delivery() => DeliveryWith();

    public static WebApplication DeliveryWith(params string[] more) => Build(
        builder =>
        {
            builder.AddDelivery();
            builder.AddMessaging(bus => bus.AddDeliveryConsumers(builder.Configuration));
        },
        app =>
        {
            app.MapDelivery();
            app.MapOpenApi();
        },
        more);

    public static WebApplication Edge() => Build(
        builder =>
        {
            builder.AddEdge();
            builder.AddMessaging(EdgeModule.AddEdgeConsumers);
        },
        app => app.MapEdge());

    public static WebApplication Gateway() => Build(builder => builder.AddGateway(), app => app.MapGateway());

    public static IEnumerable<RouteEndpoint> Endpoints(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static WebApplication Build(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, params string[] more)
    {
        // MassTransit has one log for all buses of this process, and would go on with that of a bus that is gone.
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance);

        return ServiceHost.Build(
            [.. Settings, .. more],
            builder =>
            {
                builder.Logging.ClearProviders();
                add(builder);
            },
            map);
    }
}
