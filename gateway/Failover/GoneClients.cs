using Microsoft.AspNetCore.Connections;
using Yarp.ReverseProxy.Forwarder;

namespace StorePush.Gateway.Failover;

internal static class GoneClients
{
    /// <summary>Lets go of a client that broke off while its body was passed on: YARP keeps to itself what it met.</summary>
    public static void UseGoneClients(this IApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        await next(context);

        // Else the web server waits for the rest of the body, and complains that there is none.
        if (context.Features.Get<IForwarderErrorFeature>() is { Exception: { } exception } && IsReset(exception))
            context.Abort();
    });

    /// <summary>YARP tells of both sides of the copy at once.</summary>
    private static bool IsReset(Exception exception) => exception is ConnectionResetException
        || (exception is AggregateException both && both.InnerExceptions.Any(inner => inner is ConnectionResetException));
}
