using StorePush.Hosting.Authentication;

namespace StorePush.Edge.Sockets;

internal static class SocketApi
{
    public static void MapSockets(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/v1/stores/{storeId}/devices/{deviceId}/socket",
                (string storeId, string deviceId, HttpContext context, SocketHandshake handshake) =>
                    handshake.AcceptAsync(context, storeId, deviceId))
            .RequireScope(Scopes.Device);
}
