using Microsoft.AspNetCore.Http.Features;
using StorePush.Gateway.Routing;
using StorePush.Hosting.Problems;

namespace StorePush.Gateway.Draining;

/// <summary>Keeps count of the sockets, and lets no new one in once the process stops.</summary>
internal sealed class TunnelMiddleware(RequestDelegate next, Tunnels tunnels)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext context) => context.GetRouteModel().Config.RouteId switch
    {
        not Routes.Socket => next(context),
        _ when tunnels.AreClosing =>
            ProblemResponses.Unavailable(context, "The gateway is about to stop.", RetryAfter).ExecuteAsync(context),
        _ => TunnelAsync(context),
    };

    private async Task TunnelAsync(HttpContext context)
    {
        var tunnel = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        tunnels.Add(tunnel);
        try
        {
            await next(context);
        }
        finally
        {
            tunnels.Remove(tunnel);
        }
    }
}
