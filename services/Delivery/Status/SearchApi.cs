using System.Buffers.Text;
using System.Text;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Problems;
using StorePush.Protocol;

namespace StorePush.Delivery.Status;

/// <summary>Finds messages by the order that they are about.</summary>
internal static class SearchApi
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/messages", FindAsync).RequireScope(Scopes.MessagesRead);

    private static async Task<IResult> FindAsync(
        string? orderId,
        string? storeId,
        string? platform,
        string? cursor,
        HttpContext http,
        OrderSearch search,
        CancellationToken cancellationToken)
    {
        storeId = string.IsNullOrEmpty(storeId) ? http.User.OnlyStore() : storeId;
        if (!Identifiers.IsOrderId(orderId ?? ""))
            return ProblemResponses.Invalid("orderId", $"{Identifiers.OrderIdRule}.");
        if (storeId is not null && !Identifiers.IsName(storeId))
            return ProblemResponses.Invalid("storeId", $"{Identifiers.NameRule}.");
        if (!string.IsNullOrEmpty(platform) && !Platforms.All.Contains(platform))
            return ProblemResponses.Invalid("platform", $"Must be one of {string.Join(", ", Platforms.All)}.");
        if (storeId is not null && !http.User.MayTouchStore(storeId))
            return TypedResults.Problem("The token is limited to another store.", statusCode: StatusCodes.Status403Forbidden);

        IReadOnlyList<string> platforms = string.IsNullOrEmpty(platform) ? Platforms.All : [platform];
        if (storeId is not null)
            return TypedResults.Ok(new MessagePage(await search.FindAsync(orderId!, storeId, platforms, cancellationToken), null));

        if (ReadCursor(cursor) is not { } afterStore)
            return ProblemResponses.Invalid("cursor", "Must be a nextCursor of an answer before.");

        var (found, next) = await search.FindAfterAsync(orderId!, afterStore, platforms, cancellationToken);
        return TypedResults.Ok(new MessagePage(found, next is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next))));
    }

    /// <summary>The store to go on after: the empty one at first, null when it is none.</summary>
    private static string? ReadCursor(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return "";

        var store = Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : "";
        return Identifiers.IsName(store) ? store : null;
    }
}
