using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Persistence;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Problems;
using StorePush.Protocol;

namespace StorePush.Delivery.Devices;

/// <summary>The devices of a store: who is online, tokens, revocation, disconnection.</summary>
internal static class DevicesApi
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stores/{storeId}/devices", ListAsync).RequireScope(Scopes.MessagesRead);

        var device = routes.MapGroup("/stores/{storeId}/devices/{deviceId}").RequireScope(Scopes.DevicesWrite);
        device.MapPost("/token", IssueTokenAsync);
        device.MapDelete("", RevokeAsync);
        device.MapDelete("/connection", DisconnectAsync);
    }

    private static async Task<IResult> ListAsync(string storeId, Database database, CancellationToken cancellationToken)
    {
        if (Check(storeId) is { } invalid)
            return invalid;

        var items = await database.QueryAsync(context => context.Sessions
            .AsNoTracking()
            .Where(session => session.StoreId == storeId)
            .OrderBy(session => session.DeviceId).ThenBy(session => session.ConnectedAt)
            .Select(session => new OnlineDevice(session.DeviceId, session.ConnectedAt, session.EdgeId))
            .ToListAsync(cancellationToken));
        return TypedResults.Ok(new { items });
    }

    private static async Task<IResult> IssueTokenAsync(
        string storeId, string deviceId, HttpRequest request, TokenIssuer issuer, CancellationToken cancellationToken)
    {
        if (Check(storeId, deviceId) is { } invalid)
            return invalid;
        if (!issuer.IsEnabled)
            return TypedResults.Problem("Tokens come from the configured authority.", statusCode: StatusCodes.Status404NotFound);

        var asked = await TokenRequest.ReadAsync(request, cancellationToken);
        return asked.Field is null
            ? TypedResults.Ok(issuer.IssueForDevice(storeId, deviceId, asked.Lifetime))
            : ProblemResponses.Invalid(asked.Field, asked.Error!);
    }

    private static async Task<IResult> RevokeAsync(
        string storeId, string deviceId, HttpContext context, DeviceRevocations revocations, TimeProvider clock)
    {
        if (Check(storeId, deviceId) is { } invalid)
            return invalid;

        return await BusPatience.RunAsync(context, clock, "Not every edge can be told now. Revoke again.", async cancellationToken =>
        {
            await revocations.RevokeAsync(storeId, deviceId, cancellationToken);
            return TypedResults.NoContent();
        });
    }

    private static async Task<IResult> DisconnectAsync(
        string storeId, string deviceId, HttpContext context, DeviceConnections connections, TimeProvider clock)
    {
        if (Check(storeId, deviceId) is { } invalid)
            return invalid;

        return await BusPatience.RunAsync(context, clock, "Its edge can't be told now. Disconnect again.", async cancellationToken =>
            await connections.CloseAsync(storeId, deviceId, cancellationToken)
                ? TypedResults.NoContent()
                : TypedResults.Problem("The device is not online.", statusCode: StatusCodes.Status404NotFound));
    }

    private static ValidationProblem? Check(string storeId, string deviceId = "any")
    {
        if (!Identifiers.IsName(storeId))
            return ProblemResponses.Invalid("storeId", $"{Identifiers.NameRule}.");
        return Identifiers.IsName(deviceId) ? null : ProblemResponses.Invalid("deviceId", $"{Identifiers.NameRule}.");
    }
}
