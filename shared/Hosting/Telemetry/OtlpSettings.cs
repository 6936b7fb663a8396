using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Telemetry;

/// <summary>Where traces go, by OpenTelemetry's own names.</summary>
internal static class OtlpSettings
{
    private static readonly string[] Keys = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Whether there is anywhere to send them to.</summary>
    /// <exception cref="OptionsValidationException">An endpoint is no URL.</exception>
    public static bool HasEndpoint(IConfiguration configuration)
    {
        string[] given = [.. Keys.Where(key => !string.IsNullOrWhiteSpace(configuration[key]))];
        string[] bad = [.. given.Where(key => !IsUrl(configuration[key]!))];
        if (bad.Length > 0)
        {
            throw new OptionsValidationException(
                "OTEL", typeof(OtlpSettings), bad.Select(key => $"{key}: must look like http://collector:4317."));
        }

        return given.Length > 0 && !string.Equals(configuration["OTEL_TRACES_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
}
