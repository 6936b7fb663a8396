using System.Net;
using Microsoft.Extensions.Options;
using StorePush.Gateway.Routing;
using StorePush.Hosting.Problems;
using StorePush.Hosting.Telemetry;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace StorePush.Gateway.Failover;

/// <summary>
/// Asks the next best process when one is away, within the same request; when nobody can answer the caller is asked to come again.
/// </summary>
/// <remarks>
/// Also POST and DELETE are sent again: all writes of the API are idempotent. A call that timed out is not: its process may be slow
/// and not dead, and asking the others too would only spread the load.
/// </remarks>
internal sealed partial class FailoverMiddleware(
    RequestDelegate next,
    IDestinationHealthUpdater health,
    IOptions<GatewayOptions> options,
    GatewayMetrics metrics,
    TimeProvider clock,
    ILogger<FailoverMiddleware> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly LogThrottle _warnings = new(clock);

    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var replayable = RequestReplay.Prepare(context.Request, options.Value.MaxReplayBytes);
        var attempts = new Attempts(proxy.AvailableDestinations, LastResort(proxy), replayable ? options.Value.MaxAttempts : 1);
        context.Features.Set(attempts);

        while (true)
        {
            await next(context);

            var failure = UpstreamFailures.Of(context);
            if (failure == UpstreamFailure.None && !attempts.PassedOver)
                return;

            if (failure == UpstreamFailure.Unreachable)
                TakeOut(proxy);

            if (!attempts.MayGoOn || failure == UpstreamFailure.TimedOut || context.RequestAborted.IsCancellationRequested)
            {
                await AnswerAsync(context, proxy.Cluster.Config.ClusterId, failure);
                return;
            }

            metrics.FailedOver(proxy.Cluster.Config.ClusterId);
            attempts.GoOn(proxy.ProxiedDestination);
            proxy.AvailableDestinations = attempts.Candidates;
            context.Features.Set<IForwarderErrorFeature>(null);
            RequestReplay.Reset(context);
        }
    }

    /// <summary>Puts the 503 of an edge that is full or drains aside, as long as another may have room.</summary>
    public static ValueTask PassOverFullEdgeAsync(ResponseTransformContext response)
    {
        if (response.ProxyResponse?.StatusCode == HttpStatusCode.ServiceUnavailable
            && response.HttpContext.Features.Get<Attempts>() is { MayGoOn: true } attempts)
        {
            attempts.PassedOver = true;
            response.SuppressResponseBody = true;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// For a device whom every edge refuses that is known to be there, as during a rolling restart: one drains, and the one before it may
    /// be back for as long as the health interval before that is known. Calls of the API are for their callers to repeat.
    /// </summary>
    private static DestinationState[] LastResort(IReverseProxyFeature proxy) =>
        proxy.Route.Config.RouteId == Routes.Socket ? [.. proxy.AllDestinations.Except(proxy.AvailableDestinations)] : [];

    /// <summary>A failed connect counts as a failed probe: nobody else is sent there until a probe succeeds again.</summary>
    private void TakeOut(IReverseProxyFeature proxy) => health.SetActive(
        proxy.Route.Cluster!, [new NewActiveDestinationHealth(proxy.ProxiedDestination!, DestinationHealth.Unhealthy)]);

    private async Task AnswerAsync(HttpContext context, string cluster, UpstreamFailure failure)
    {
        metrics.Unavailable(cluster);
        if (failure is not UpstreamFailure.NobodyThere && _warnings.Passes(out var others))
        {
            var reason = context.Features.Get<IForwarderErrorFeature>()?.Exception?.GetBaseException().Message;
            Log.GaveUp(logger, cluster, failure, reason, others);
        }

        context.Response.Clear();
        await ProblemResponses
            .Unavailable(context, $"The service behind this call ({cluster}) can't answer now. Try again.", RetryAfter)
            .ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call to {Cluster} was given up: {Failure} ({Reason}), and {Others} calls since the last such line")]
        public static partial void GaveUp(ILogger logger, string cluster, UpstreamFailure failure, string? reason, long others);
    }
}
