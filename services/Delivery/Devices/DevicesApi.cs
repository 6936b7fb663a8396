using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Persistence;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Problems;
using StorePush.Protocol;

namespace StorePush.Delivery.Devices;

/// <summary>The devices of a store: who is online, tokens, revocation.</summary>
internal static class DevicesApi
{
    private const int MaxBodyBytes = 4_096;

    private static readonly TimeSpan BusTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stores/{storeId}/devices", ListAsync).RequireScope(Scopes.MessagesRead);

        var device = routes.MapGroup("/stores/{storeId}/devices/{deviceId}").RequireScope(Scopes.DevicesWrite);
        device.MapPost("/token", IssueTokenAsync);
        device.MapDelete("", RevokeAsync);
    }

    private static async Task<IResult> ListAsync(string storeId, Database database, CancellationToken cancellationToken)
    {
        if (Check(storeId) is { } invalid)
            return invalid;

        var items = await database.QueryAsync(context => context.Sessions
            .AsNoTracking()
            .Where(session => session.StoreId == storeId)
            .OrderBy(session => session.DeviceId)
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

        var (lifetime, error) = await ReadLifetimeAsync(request, cancellationToken);
        return error is null
            ? TypedResults.Ok(issuer.IssueForDevice(storeId, deviceId, lifetime))
            : Invalid("expiresInSeconds", error);
    }

    private static async Task<IResult> RevokeAsync(
        string storeId,
        string deviceId,
        HttpContext context,
        DeviceRevocations revocations,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (Check(storeId, deviceId) is { } invalid)
            return invalid;

        using var timeout = new CancellationTokenSource(BusTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await revocations.RevokeAsync(storeId, deviceId, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return ProblemResponses.Unavailable(context, "Not every edge can be told now. Revoke again.", RetryAfter);
        }

        return TypedResults.NoContent();
    }

    /// <summary>The lifetime that the body asks for; neither value when it asks for none.</summary>
    private static async Task<(TimeSpan? Lifetime, string? Error)> ReadLifetimeAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var max = (int)DeviceRevocations.MaxTokenLifetime.TotalSeconds;
        var rule = $"Must be a whole number from 1 to {max}.";
        if (request.ContentLength is > MaxBodyBytes)
            return (null, rule);
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
            return (null, null);

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                return (null, "The body must be a JSON object.");
            if (!body.RootElement.TryGetProperty("expiresInSeconds", out var value) || value.ValueKind == JsonValueKind.Null)
                return (null, null);

            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds >= 1 && seconds <= max
                ? (TimeSpan.FromSeconds(seconds), null)
                : (null, rule);
        }
        catch (JsonException)
        {
            return (null, "The body must be JSON.");
        }
    }

    private static ValidationProblem? Check(string storeId, string deviceId = "any")
    {
        if (!Identifiers.IsName(storeId))
            return Invalid("storeId", $"{Identifiers.NameRule}.");
        return Identifiers.IsName(deviceId) ? null : Invalid("deviceId", $"{Identifiers.NameRule}.");
    }

    private static ValidationProblem Invalid(string field, string error) =>
        TypedResults.ValidationProblem(
            new Dictionary<string, string[]> { [field] = [error] }, "The request can't be answered; see errors.");
}
