using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Persistence;
using StorePush.Delivery.Sagas;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Problems;
using StorePush.Protocol;

namespace StorePush.Delivery.Status;

/// <summary>Where messages stand.</summary>
internal static class MessagesApi
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/messages/{id}", GetAsync).RequireScope(Scopes.MessagesRead);
        routes.MapGet("/stores/{storeId}/messages", ListAsync).RequireScope(Scopes.MessagesRead);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, Database database, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var messageId))
            return ProblemResponses.Invalid("id", "Must be the id of a message.");

        var message = await database.QueryAsync(context => context.Deliveries
            .Where(row => row.CorrelationId == messageId)
            .Select(MessageStatus.FromRow)
            .SingleOrDefaultAsync(cancellationToken));
        return Refuse(message, http.User) ?? TypedResults.Ok(message);
    }

    /// <summary>The answer to who asks for a message that is not there, or not theirs; else null.</summary>
    internal static IResult? Refuse(MessageStatus? message, ClaimsPrincipal caller)
    {
        if (message is null)
            return TypedResults.Problem("There is no such message.", statusCode: StatusCodes.Status404NotFound);

        return caller.MayTouchStore(message.StoreId)
            ? null
            : TypedResults.Problem("The token is limited to another store.", statusCode: StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> ListAsync(
        string storeId, string? status, string? limit, string? cursor, Database database, CancellationToken cancellationToken)
    {
        if (!Identifiers.IsName(storeId))
            return ProblemResponses.Invalid("storeId", $"{Identifiers.NameRule}.");
        if (!string.IsNullOrEmpty(status) && !MessageStatuses.All.Contains(status))
            return ProblemResponses.Invalid("status", $"Must be one of {string.Join(", ", MessageStatuses.All)}.");

        var count = DefaultLimit;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, out count) || count is < 1 or > MaxLimit))
            return ProblemResponses.Invalid("limit", $"Must be a whole number from 1 to {MaxLimit}.");

        var before = string.IsNullOrEmpty(cursor) ? null : MessageCursor.TryParse(cursor);
        if (!string.IsNullOrEmpty(cursor) && before is null)
            return ProblemResponses.Invalid("cursor", "Must be a nextCursor of an answer before.");

        var items = await database.QueryAsync(context =>
            Select(context, storeId, status, before).Take(count + 1).Select(MessageStatus.FromRow).ToListAsync(cancellationToken));
        if (items.Count <= count)
            return TypedResults.Ok(new MessagePage(items, null));

        items.RemoveAt(count);
        return TypedResults.Ok(new MessagePage(items, new MessageCursor(items[^1].AcceptedAt, items[^1].MessageId).ToString()));
    }

    private static IQueryable<DeliveryState> Select(
        DeliveryDbContext context, string storeId, string? status, MessageCursor? before)
    {
        var rows = context.Deliveries.AsNoTracking().Where(row => row.StoreId == storeId);
        rows = status switch
        {
            MessageStatuses.Pending => rows.Where(row => row.State == nameof(DeliveryStateMachine.Pending)),
            MessageStatuses.Delivered => rows.Where(row => row.State == nameof(DeliveryStateMachine.Delivered)),
            MessageStatuses.Expired => rows.Where(row => row.State == nameof(DeliveryStateMachine.Expired)),
            _ => rows,
        };
        if (before is not null)
        {
            rows = rows.Where(row => row.AcceptedAt < before.AcceptedAt
                || (row.AcceptedAt == before.AcceptedAt && row.CorrelationId.CompareTo(before.MessageId) < 0));
        }

        return rows.OrderByDescending(row => row.AcceptedAt).ThenByDescending(row => row.CorrelationId);
    }
}
