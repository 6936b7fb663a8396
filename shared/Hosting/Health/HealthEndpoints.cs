using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;

namespace StorePush.Hosting.Health;

/// <summary>Liveness and readiness, for orchestrators and the gateway; without a token.</summary>
public static class HealthEndpoints
{
    /// <summary>What both begin with.</summary>
    public const string Path = "/health";

    /// <summary>200 as long as the process answers at all.</summary>
    public const string LivePath = $"{Path}/live";

    /// <summary>200 when the process can do its work, else 503.</summary>
    public const string ReadyPath = $"{Path}/ready";

    /// <summary>The tag of the health checks that readiness is made of. MassTransit tags its own with it.</summary>
    public const string ReadyTag = "ready";

    internal static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks();

    internal static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false }).DisableHttpMetrics();
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) })
            .DisableHttpMetrics();
    }
}
