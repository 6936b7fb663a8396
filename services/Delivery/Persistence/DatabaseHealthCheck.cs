using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StorePush.Delivery.Persistence;

/// <summary>Ready when the schema is up to date and the database answers.</summary>
internal sealed class DatabaseHealthCheck(SchemaMigrator schema, Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!schema.Ready.IsCompletedSuccessfully)
            return HealthCheckResult.Unhealthy("The schema is not up to date yet.");

        return await database.QueryAsync(db => db.Database.CanConnectAsync(cancellationToken))
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
