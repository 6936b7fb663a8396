using MassTransit.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace StorePush.Hosting.Telemetry;

internal static class Metrics
{
    /// <summary>Prometheus text, without a token.</summary>
    public const string Path = "/metrics";

    /// <summary>Every meter of the product; each service names its own <c>StorePush.&lt;Service&gt;</c>.</summary>
    private const string OwnMeters = "StorePush.*";

    public static void AddMetrics(this WebApplicationBuilder builder) =>
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(OwnMeters)
            .AddMeter(InstrumentationOptions.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());

    /// <summary>Before anything counts: what a counter is told before somebody listens, such as that it is 0, nobody ever reads.</summary>
    public static void ListenToMeters(this WebApplication app) => app.Services.GetRequiredService<MeterProvider>();

    public static void MapMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint(Path).DisableHttpMetrics();
}
