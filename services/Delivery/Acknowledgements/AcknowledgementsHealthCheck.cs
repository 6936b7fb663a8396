using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StorePush.Delivery.Acknowledgements;

/// <summary>
/// Ready once replays don't wait here any more for what this process can't know yet: during an update the next one is stopped when this one
/// is ready, and its devices come back with a replay each.
/// </summary>
internal sealed class AcknowledgementsHealthCheck(AckBacklog backlog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(backlog.HasStarted
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The acknowledgements that wait are not known yet."));
}
