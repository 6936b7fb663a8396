using Microsoft.EntityFrameworkCore;
using StorePush.Delivery.Persistence;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Problems;

namespace StorePush.Delivery.Status;

/// <summary>What has happened to a message.</summary>
internal static class TimelineApi
{
    public static void MapTimeline(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/messages/{id}/timeline", GetAsync).RequireScope(Scopes.MessagesRead);

    private static async Task<IResult> GetAsync(string id, HttpContext http, Database database, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var messageId))
            return ProblemResponses.Invalid("id", "Must be the id of a message.");

        return await database.QueryAsync(async context =>
        {
            var row = context.Deliveries.Where(row => row.CorrelationId == messageId);
            var message = await row.Select(MessageStatus.FromRow).SingleOrDefaultAsync(cancellationToken);
            return MessagesApi.Refuse(message, http.User)
                ?? TypedResults.Ok(MessageTimeline.Of(
                    message!, await row.Select(logged => logged.PushLog).SingleOrDefaultAsync(cancellationToken)));
        });
    }
}
