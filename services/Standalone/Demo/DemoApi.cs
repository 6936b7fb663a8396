using StorePush.Hosting.Authentication;
using StorePush.Hosting.Pages;

namespace StorePush.Standalone.Demo;

/// <summary>The demo: a page with two terminals of a store, and a button to place orders in it.</summary>
internal static class DemoApi
{
    private const string Path = "/demo";
    private const string StoreId = "demo";

    private static readonly string[] Devices = ["till-1", "till-2"];

    /// <summary>As long as a page may stay open; a page that is loaded again gets new ones.</summary>
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(12);

    public static void MapDemo(this WebApplication app)
    {
        app.MapPage(Path, typeof(DemoApi).Assembly);
        app.MapPost($"{Path}/session", Start);
    }

    private static IResult Start(HttpContext http, DemoGuard guard, TokenIssuer tokens)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!guard.LetsIn(http.Request))
            return TypedResults.Problem("The demo needs a token of yours here.", statusCode: StatusCodes.Status403Forbidden);

        var caller = tokens.Issue("demo", $"{Scopes.OrdersWrite} {Scopes.MessagesRead}", StoreId, TokenLifetime);
        return TypedResults.Ok(new DemoSession(
            StoreId,
            caller.Token,
            [.. Devices.Select(device => new DemoDevice(device, tokens.IssueForDevice(StoreId, device, TokenLifetime).Token))]));
    }
}
