using Microsoft.Extensions.Diagnostics.HealthChecks;
using StorePush.Edge.Sockets;

namespace StorePush.Edge.Drain;

/// <summary>Not ready once the process drains, so that gateways send devices elsewhere.</summary>
internal sealed class AdmissionHealthCheck(Admission admission) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(admission.IsClosed ? HealthCheckResult.Unhealthy("The edge drains.") : HealthCheckResult.Healthy());
}
