using StorePush.Hosting.Authentication;
using StorePush.Hosting.Limits;

namespace StorePush.Edge.Sockets;

internal static class SocketApi
{
    public static void MapSockets(this IEndpointRouteBuilder routes)
    {
        var handshakes = routes.ServiceProvider.GetRequiredService<SocketHandshake>();
        routes
            .MapGet(
                "/v1/stores/{storeId}/devices/{deviceId}/socket",
                (string storeId, string deviceId, HttpContext context) => handshakes.AcceptAsync(context, storeId, deviceId))
            .RequireScope(Scopes.Device)
            .RefuseEarly(handshakes.RefuseEarly);
    }
}
