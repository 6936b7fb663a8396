using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using StorePush.Hosting;
using Yarp.ReverseProxy;

namespace StorePush.Gateway.Tests;

/// <summary>The real gateway in front of some services, with a client.</summary>
internal sealed class GatewayProcess : RunningService
{
    /// <summary>Nothing listens there: the port is reserved.</summary>
    public const string Nowhere = "http://127.0.0.1:1";

    private GatewayProcess(WebApplication app)
        : base(app)
    {
    }

    public static Task<GatewayProcess> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts a gateway; services that a test does not name lead nowhere; health is asked for often, and who answers late is not sick.</summary>
    public static async Task<GatewayProcess> StartAsync(Action<WebApplicationBuilder> configure, params string[] settings)
    {
        var app = Build(configure,
        [
            "--urls=http://127.0.0.1:0",
            $"--Gateway:Ingest={Nowhere}",
            $"--Gateway:Delivery={Nowhere}",
            $"--Gateway:Edge={Nowhere}",
            "--Gateway:HealthInterval=00:00:00.05",
            "--Gateway:HealthTimeout=00:00:30",
            .. settings,
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public static WebApplication Build(Action<WebApplicationBuilder> configure, params string[] args) => ServiceHost.Build(
        args,
        builder =>
        {
            builder.Logging.ClearProviders();
            configure(builder);
            builder.AddGateway();
        },
        app => app.MapGateway());

    /// <summary>The processes of a service that the gateway thinks are there.</summary>
    public IReadOnlyList<string> Available(string cluster) =>
    [
        .. Service<IProxyStateLookup>().GetClusters().Single(each => each.ClusterId == cluster)
            .DestinationsState.AvailableDestinations.Select(each => each.DestinationId),
    ];

    public Uri SocketUrl(string storeId = "s1", string query = "") =>
        new UriBuilder(new Uri(Client.BaseAddress!, $"/v1/stores/{storeId}/devices/d1/socket{query}")) { Scheme = "ws" }.Uri;

    public async Task<ClientWebSocket> ConnectAsync(
        string storeId = "s1", string query = "", Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(SocketUrl(storeId, query), TestContext.Current.CancellationToken);
        return socket;
    }
}
