using Microsoft.Net.Http.Headers;

namespace StorePush.Gateway.Draining;

/// <summary>
/// Ends each connection with its next answer once the process is about to stop. A caller that kept it would stay with this process, whatever
/// a load balancer knows; a device that was refused would be refused again over the same connection.
/// </summary>
internal sealed class FarewellMiddleware(RequestDelegate next, Tunnels tunnels)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (tunnels.AreEnding && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.OnStarting(() => End(context));
        return next(context);
    }

    private static Task End(HttpContext context)
    {
        if (context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols)
            context.Response.Headers[HeaderNames.Connection] = "close";
        return Task.CompletedTask;
    }
}
