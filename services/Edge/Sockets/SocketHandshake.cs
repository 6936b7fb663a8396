using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using StorePush.Edge.Connections;
using StorePush.Edge.Revocations;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Limits;
using StorePush.Hosting.Problems;
using StorePush.Protocol;

namespace StorePush.Edge.Sockets;

/// <summary>
/// Lets a device in, or says why not. Needs nothing but the token and this process, so that a storm of reconnecting devices costs no
/// call to anybody.
/// </summary>
internal sealed class SocketHandshake(
    DeviceSessions sessions,
    Admission admission,
    RevocationList revocations,
    IOptions<EdgeOptions> options,
    IOptions<AuthOptions> auth,
    TimeProvider clock)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// .NET sends Pings only when it may also time them out; this never does, because a device that is closed for its silence is told
    /// so with a code.
    /// </summary>
    private static readonly TimeSpan NoPingTimeout = TimeSpan.FromDays(1);

    /// <summary>Turns a handshake away before anything is done for it: its token is not even looked at.</summary>
    public IResult? RefuseEarly(HttpContext context) => admission.MayTry() ? null : NoRoom(context);

    /// <summary>Serves the device until its connection ends, or says why not.</summary>
    public async Task<IResult> AcceptAsync(HttpContext context, string storeId, string deviceId)
    {
        if (Refuse(context, storeId, deviceId) is { } refusal)
            return refusal;

        // It would replace the connection that the device has made since then, which is told not to come back.
        if (context.IsGivenUp())
            return Results.Empty;

        if (!admission.TryEnter(storeId, deviceId, out var place))
            return NoRoom(context);

        using (place)
        {
            var upgrade = context.Features.GetRequiredFeature<ActivityUpgrade>();
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = context.WebSockets.WebSocketRequestedProtocols.Count > 0 ? SocketProtocol.SubProtocol : null,
                KeepAliveInterval = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds),
                KeepAliveTimeout = NoPingTimeout,
            });

            var device = new DeviceIdentity(storeId, deviceId, context.User.TokenIssuedAt(), context.User.TokenExpiresAt());
            context.ForgetCaller();
            await sessions.ServeAsync(device, socket, upgrade.Stream!, place);
        }

        return Results.Empty;
    }

    private ProblemHttpResult? Refuse(HttpContext context, string storeId, string deviceId)
    {
        if (context.User.Subject() != deviceId || !context.User.MayTouchStore(storeId) || !HasStore(context))
            return Problem("The token is another device's.", StatusCodes.Status403Forbidden);

        // Another issuer's token may name anything, and what is no id could not be stored.
        if (!Identifiers.IsName(storeId) || !Identifiers.IsName(deviceId))
            return Problem($"{Identifiers.NameRule}.", StatusCodes.Status403Forbidden);

        if (context.User.TokenIsTooOld(clock.GetUtcNow()))
            return BadToken(context, "The token is too old. Get a new one.");

        if (context.User.TokenIsTooYoung(clock.GetUtcNow(), auth.Value.ClockSkew))
            return BadToken(context, "The token says that it was issued later than now: the clocks of its issuer and of this server differ.");

        if (revocations.IsRevoked(storeId, deviceId, context.User.TokenIssuedAt()))
            return Problem("The device was revoked.", StatusCodes.Status403Forbidden);

        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return Problem("Open a WebSocket here.", StatusCodes.Status426UpgradeRequired);
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        return offered.Count > 0 && !offered.Contains(SocketProtocol.SubProtocol)
            ? Problem($"The sub-protocol is {SocketProtocol.SubProtocol}.", StatusCodes.Status400BadRequest)
            : null;
    }

    private static bool HasStore(HttpContext context) => context.User.HasClaim(claim => claim.Type == TokenClaims.StoreId);

    private static ProblemHttpResult NoRoom(HttpContext context) =>
        ProblemResponses.Unavailable(context, "The server is full or about to restart.", RetryAfter);

    private static ProblemHttpResult BadToken(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Problem(detail, StatusCodes.Status401Unauthorized);
    }

    private static ProblemHttpResult Problem(string detail, int status) => TypedResults.Problem(detail, statusCode: status);
}
