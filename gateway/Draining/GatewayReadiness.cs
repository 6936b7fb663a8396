using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StorePush.Gateway.Draining;

/// <summary>Ready as long as the process does not stop.</summary>
/// <remarks>
/// What is behind the gateway plays no part. That each service has a URL is checked before the start; whether somebody listens there,
/// or the name has addresses right now, is the same for every replica. If a sick service made them all unready, the calls of the
/// healthy ones would be lost with it, instead of getting their answer.
/// </remarks>
internal sealed class GatewayReadiness(Tunnels tunnels) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(tunnels.AreEnding ? HealthCheckResult.Unhealthy("The gateway stops.") : HealthCheckResult.Healthy());
}
