using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StorePush.Hosting.Authentication;

/// <summary>Keeps callers to their scope and their store.</summary>
public static class StoreAccess
{
    /// <summary>The route value that names the store.</summary>
    public const string StoreIdParameter = "storeId";

    /// <summary>
    /// Asks for a token with a scope: 401 without a valid token, 403 without the scope, and 403 when the token is limited to
    /// another store than the route's <c>{storeId}</c>.
    /// </summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.RequireAuthorization(scope);
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            var storeId = context.HttpContext.GetRouteValue(StoreIdParameter) as string;
            return storeId is null || context.HttpContext.User.MayTouchStore(storeId)
                ? await next(context)
                : TypedResults.Problem("The token is limited to another store.", statusCode: StatusCodes.Status403Forbidden);
        });
        return endpoints;
    }
}
