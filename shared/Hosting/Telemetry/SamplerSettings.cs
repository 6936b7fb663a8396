using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;

namespace StorePush.Hosting.Telemetry;

/// <summary>
/// Which requests are traced, by OpenTelemetry's own names. Its SDK reads them by itself only where nobody wraps the sampler, see
/// <see cref="RequestSampler"/>.
/// </summary>
internal static class SamplerSettings
{
    private const string Key = "OTEL_TRACES_SAMPLER";
    private const string ArgumentKey = "OTEL_TRACES_SAMPLER_ARG";

    /// <exception cref="OptionsValidationException">There is no such sampler, or its argument is bad.</exception>
    public static Sampler Read(IConfiguration configuration) => configuration[Key]?.ToLowerInvariant() switch
    {
        null or "" or "parentbased_always_on" => new ParentBasedSampler(new AlwaysOnSampler()),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(ReadRatio(configuration))),
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => new TraceIdRatioBasedSampler(ReadRatio(configuration)),
        _ => throw Bad(Key, "must be always_on, always_off, traceidratio, or one of these after parentbased_."),
    };

    private static double ReadRatio(IConfiguration configuration)
    {
        if (configuration[ArgumentKey] is not { Length: > 0 } text)
            return 1;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw Bad(ArgumentKey, "must be a number from 0 to 1.");
    }

    private static OptionsValidationException Bad(string key, string problem) =>
        new("OTEL", typeof(SamplerSettings), [$"{key}: {problem}"]);
}
