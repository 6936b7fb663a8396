using StorePush.Gateway.Upstreams;
using Yarp.ReverseProxy.Configuration;

namespace StorePush.Gateway.Routing;

/// <summary>Which call goes to which service. What is not here is not forwarded.</summary>
internal static class Routes
{
    private const string Store = "/v1/stores/{storeId}";
    private const string Device = Store + "/devices/{deviceId}";

    /// <summary>The device socket: the one route that carries tunnels, and tokens in its query.</summary>
    public const string Socket = "socket";

    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        Create("place-order", HttpMethods.Post, $"{Store}/orders", Clusters.Ingest),
        Create("cancel-order", HttpMethods.Post, $"{Store}/orders/{{platform}}/{{orderId}}/cancellation", Clusters.Ingest),
        Create("batch", HttpMethods.Post, "/v1/orders:batch", Clusters.Ingest),
        Create("search", HttpMethods.Get, "/v1/messages", Clusters.Delivery),
        Create("message", HttpMethods.Get, "/v1/messages/{id}", Clusters.Delivery),
        Create("timeline", HttpMethods.Get, "/v1/messages/{id}/timeline", Clusters.Delivery),
        Create("figures", HttpMethods.Get, "/v1/figures", Clusters.Delivery),
        Create("store-figures", HttpMethods.Get, $"{Store}/figures", Clusters.Delivery),
        Create("messages", HttpMethods.Get, $"{Store}/messages", Clusters.Delivery),
        Create("devices", HttpMethods.Get, $"{Store}/devices", Clusters.Delivery),
        Create("device-token", HttpMethods.Post, $"{Device}/token", Clusters.Delivery),
        Create("revoke-device", HttpMethods.Delete, Device, Clusters.Delivery),
        Create("disconnect-device", HttpMethods.Delete, $"{Device}/connection", Clusters.Delivery),
        Create("console", HttpMethods.Get, "/console", Clusters.Delivery),
        Create("console-file", HttpMethods.Get, "/console/{file}", Clusters.Delivery),
        Create(Socket, HttpMethods.Get, $"{Device}/socket", Clusters.Edge),
    ];

    private static RouteConfig Create(string id, string method, string path, string cluster) => new()
    {
        RouteId = id,
        ClusterId = cluster,
        Match = new RouteMatch { Path = path, Methods = [method] },
    };
}
