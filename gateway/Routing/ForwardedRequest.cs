using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using StorePush.Gateway.Failover;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace StorePush.Gateway.Routing;

/// <summary>What the gateway changes on a request and its answer, beyond YARP's own <c>X-Forwarded-*</c> headers (which replace the client's).</summary>
internal static class ForwardedRequest
{
    private static readonly UriCreationOptions Unchanged = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static void Configure(TransformBuilderContext context)
    {
        var isSocket = context.Route.RouteId == Routes.Socket;
        context.AddResponseHeaderRemove(HeaderNames.Server, ResponseCondition.Always);
        context.AddRequestTransform(request =>
        {
            if (isSocket)
                SocketToken.MoveToHeader(request);

            request.ProxyRequest.RequestUri = Target(request);
            return ValueTask.CompletedTask;
        });

        if (isSocket)
            context.AddResponseTransform(FailoverMiddleware.PassOverFullEdgeAsync);
    }

    /// <summary>
    /// The path as the client wrote it. Kestrel decodes paths, and what was decoded can't be told from what never was encoded: an
    /// order id with <c>%25</c> would reach the service as another id.
    /// </summary>
    private static Uri? Target(RequestTransformContext request)
    {
        var raw = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // The absolute form is for proxies; nobody is meant to use it here, and YARP copes.
        if (!raw.StartsWith('/'))
            return null;

        var end = raw.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? raw : raw[..end];
        return new($"{request.DestinationPrefix.TrimEnd('/')}{path}{request.Query.QueryString}", Unchanged);
    }
}
