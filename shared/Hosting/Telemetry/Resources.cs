using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;

namespace StorePush.Hosting.Telemetry;

internal static class Resources
{
    private const string NameKey = "OTEL_SERVICE_NAME";

    /// <summary>Names the process in traces and metrics: <c>storepush-delivery</c>, unless <c>OTEL_SERVICE_NAME</c> says otherwise.</summary>
    public static void AddServiceName(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[NameKey]))
        {
            var name = $"storepush-{builder.Environment.ApplicationName.ToLowerInvariant()}";
            builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(name));
        }
    }
}
