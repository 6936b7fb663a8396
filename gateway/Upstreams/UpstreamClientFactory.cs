using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace StorePush.Gateway.Upstreams;

/// <summary>Makes the HTTP clients that talk to the services: no limit on connections, and time limits on getting one.</summary>
internal sealed class UpstreamClientFactory(IOptions<GatewayOptions> options, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = options.Value.ConnectTimeout;
    }

    /// <remarks>
    /// Only edges have a limit for the answer: their requests have no body, while a large batch over a slow line may take its time.
    /// </remarks>
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new UpstreamTimeouts(context.ClusterId == Clusters.Edge ? options.Value.HandshakeTimeout : Timeout.InfiniteTimeSpan)
        {
            InnerHandler = handler,
        };
}
