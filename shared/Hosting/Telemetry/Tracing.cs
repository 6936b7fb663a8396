using System.Diagnostics;
using MassTransit.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Trace;
using StorePush.Hosting.Health;

namespace StorePush.Hosting.Telemetry;

/// <summary>Traces from the call that brings an order to the acknowledgement of the device, sent by OTLP to where the configuration says.</summary>
/// <remarks>Without that nobody listens, no activity is made, and no message carries more than its content.</remarks>
internal static class Tracing
{
    /// <summary>Every source of the product; each part names its own <c>StorePush.&lt;Part&gt;</c>.</summary>
    private const string OwnSources = "StorePush.*";

    private const string SocketSuffix = "/socket";

    public static void AddTracing(this WebApplicationBuilder builder)
    {
        if (!OtlpSettings.HasEndpoint(builder.Configuration))
            return;

        var sampler = new RequestSampler(SamplerSettings.Read(builder.Configuration));
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        builder.Services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(new TraceContextOnly()));
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
            .SetSampler(sampler)
            .AddSource(OwnSources)
            .AddSource(DiagnosticHeaders.DefaultListenerName)
            .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced)
            .AddOtlpExporter());
    }

    /// <summary>Probes and scrapes come all the time; a socket's request lasts as long as the socket.</summary>
    private static bool IsTraced(HttpContext context)
    {
        var path = context.Request.Path;
        return !path.StartsWithSegments(HealthEndpoints.Path, StringComparison.Ordinal)
            && path != Metrics.Path
            && !path.Value!.EndsWith(SocketSuffix, StringComparison.OrdinalIgnoreCase);
    }
}
