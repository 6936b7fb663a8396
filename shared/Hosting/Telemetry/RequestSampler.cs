using System.Diagnostics;
using OpenTelemetry.Trace;

namespace StorePush.Hosting.Telemetry;

/// <summary>Asks the configured sampler about requests that come in. Everything else is traced if what caused it is.</summary>
/// <remarks>
/// Without this every heartbeat, sweep and probe would be a trace of its own; and so would the second half of an order that is not
/// traced, since MassTransit hands on nothing of what is not.
/// </remarks>
internal sealed class RequestSampler(Sampler requests) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        var comesIn = samplingParameters.Kind == ActivityKind.Server && (parent.TraceId == default || parent.IsRemote);
        return comesIn
            ? requests.ShouldSample(samplingParameters)
            : new SamplingResult(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded));
    }
}
