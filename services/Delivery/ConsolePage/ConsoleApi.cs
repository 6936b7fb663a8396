using StorePush.Hosting.Pages;

namespace StorePush.Delivery.ConsolePage;

/// <summary>
/// The console: a page for people. It holds nothing secret and asks the API for all that it shows, with the token that its reader gives it.
/// </summary>
internal static class ConsoleApi
{
    private const string Path = "/console";

    public static void MapConsole(this IEndpointRouteBuilder routes) => routes.MapPage(Path, typeof(ConsoleApi).Assembly);
}
