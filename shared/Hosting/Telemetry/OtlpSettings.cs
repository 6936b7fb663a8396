using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Telemetry;

/// <summary>Where traces go, by OpenTelemetry's own names.</summary>
internal static class OtlpSettings
{
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
    private static readonly string[] Protocols = ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"];

    /// <summary>Whether there is anywhere to send them to.</summary>
    /// <exception cref="OptionsValidationException">An endpoint is no URL, or a protocol is none that the exporter speaks.</exception>
    public static bool HasEndpoint(IConfiguration configuration)
    {
        string[] endpoints = [.. Given(configuration, Endpoints)];
        string[] failures =
        [
            .. endpoints.Where(key => !IsUrl(configuration[key]!)).Select(key => $"{key}: must look like http://collector:4317."),
            .. Given(configuration, Protocols).Where(key => !IsSpoken(configuration[key]!)).Select(key => $"{key}: must be grpc or http/protobuf."),
        ];
        if (failures.Length > 0)
            throw new OptionsValidationException("OTEL", typeof(OtlpSettings), failures);

        return endpoints.Length > 0
            && !string.Equals(configuration["OTEL_TRACES_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Given(IConfiguration configuration, string[] keys) =>
        keys.Where(key => !string.IsNullOrWhiteSpace(configuration[key]));

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsSpoken(string protocol) => protocol.Trim() is "grpc" or "http/protobuf";
}
