using Yarp.ReverseProxy.Forwarder;

namespace StorePush.Gateway.Failover;

/// <summary>Tells whose fault it is when there is no answer.</summary>
internal static class UpstreamFailures
{
    /// <summary>The failure behind what YARP reports about a request.</summary>
    public static UpstreamFailure Of(HttpContext context)
    {
        // Once the answer is under way it can only be cut. A status of the service's own stands, whatever became of the body.
        if (context.Response.HasStarted || context.Response.StatusCode < StatusCodes.Status502BadGateway)
            return UpstreamFailure.None;

        return context.Features.Get<IForwarderErrorFeature>() switch
        {
            null => UpstreamFailure.None,
            { Error: ForwarderError.NoAvailableDestinations } => UpstreamFailure.NobodyThere,
            { Error: ForwarderError.Request, Exception: HttpRequestException request } when IsConnecting(request) =>
                UpstreamFailure.Unreachable,
            { Error: ForwarderError.Request or ForwarderError.RequestBodyDestination or ForwarderError.ResponseBodyDestination } =>
                UpstreamFailure.NoAnswer,
            { Error: ForwarderError.RequestTimedOut } => UpstreamFailure.TimedOut,
            _ => UpstreamFailure.None,
        };
    }

    private static bool IsConnecting(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
