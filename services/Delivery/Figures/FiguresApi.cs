using StorePush.Hosting.Authentication;
using StorePush.Hosting.Problems;
using StorePush.Protocol;

namespace StorePush.Delivery.Figures;

/// <summary>How it is going.</summary>
internal static class FiguresApi
{
    public static void MapFigures(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/figures", GetAsync).RequireScope(Scopes.MessagesRead);
        routes.MapGet("/stores/{storeId}/figures", GetOfStoreAsync).RequireScope(Scopes.MessagesRead);
    }

    private static async Task<IResult> GetAsync(HttpContext http, FiguresReader figures, CancellationToken cancellationToken) =>
        http.User.OnlyStore() is null
            ? TypedResults.Ok(await figures.GetAsync(cancellationToken))
            : TypedResults.Problem("The token is limited to one store: ask for its figures.", statusCode: StatusCodes.Status403Forbidden);

    private static async Task<IResult> GetOfStoreAsync(string storeId, StoreFigures figures, CancellationToken cancellationToken) =>
        Identifiers.IsName(storeId)
            ? TypedResults.Ok(await figures.GetAsync(storeId, cancellationToken))
            : ProblemResponses.Invalid("storeId", $"{Identifiers.NameRule}.");
}
