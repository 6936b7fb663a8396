using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using StorePush.Gateway.Admission;
using StorePush.Gateway.Routing;
using StorePush.Hosting.Limits;
using StorePush.Hosting.Problems;

namespace StorePush.Gateway.Draining;

/// <summary>Keeps count of the sockets, and lets no new one in once the process stops, or it or its address has too many.</summary>
internal sealed class TunnelMiddleware(RequestDelegate next, Tunnels tunnels, AddressLimits limits, IOptions<HttpOptions> http)
{
    private const string Stopping = "The gateway is about to stop.";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext context) =>
        context.GetRouteModel().Config.RouteId == Routes.Socket ? AdmitAsync(context) : next(context);

    private Task AdmitAsync(HttpContext context)
    {
        // An edge could not tell it from the connection that the device has made since then, and would end that one.
        if (context.IsGivenUp())
            return Task.CompletedTask;

        if (tunnels.AreClosing)
            return RefuseAsync(context, Stopping);

        // The web server would refuse it too, but only when an edge has let the device in.
        if (tunnels.Count >= http.Value.MaxConnections)
            return RefuseAsync(context, "The gateway is full.");

        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        return limits.TryEnter(address)
            ? TunnelAsync(context, address)
            : RefuseAsync(context, "Too many sockets come from this address.");
    }

    private async Task TunnelAsync(HttpContext context, IPAddress address)
    {
        var tunnel = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        tunnels.Add(tunnel);
        try
        {
            // It may have begun since the first look, and the drain goes through those that it finds when it begins.
            await (tunnels.AreClosing ? RefuseAsync(context, Stopping) : next(context));
        }
        finally
        {
            tunnels.Remove(tunnel);
            limits.Leave(address);
        }
    }

    private static Task RefuseAsync(HttpContext context, string reason) =>
        ProblemResponses.Unavailable(context, reason, RetryAfter).ExecuteAsync(context);
}
