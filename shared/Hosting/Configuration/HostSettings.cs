using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Configuration;

/// <summary>Checks what ASP.NET Core reads by itself: a mistake there would end the process with a stack trace that names no key.</summary>
internal static class HostSettings
{
    private const string Logging = "Logging";
    private const string LogLevels = "LogLevel";

    /// <exception cref="OptionsValidationException">An address or a log level can't be read.</exception>
    public static void CheckHostSettings(this WebApplicationBuilder builder)
    {
        string[] failures = [.. BadAddresses(builder.Configuration), .. BadLevels(builder.Configuration)];
        if (failures.Length > 0)
            throw new OptionsValidationException("Host", typeof(HostSettings), failures);
    }

    private static IEnumerable<string> BadAddresses(ConfigurationManager configuration) =>
        from address in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        where !IsAddress(address)
        select $"ASPNETCORE_URLS (--urls): {address} is not of the form http://host:port.";

    private static bool IsAddress(string address)
    {
        try
        {
            // Where a port can't be read it is taken for a part of the name, and any name listens on all interfaces.
            var parsed = BindingAddress.Parse(address);
            return parsed.Scheme.ToUpperInvariant() is "HTTP" or "HTTPS"
                && parsed.PathBase.Length == 0
                && (parsed.IsUnixPipe || (parsed.Port is >= 0 and <= ushort.MaxValue && (parsed.Host[0] == '[' || !parsed.Host.Contains(':'))));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Those of all providers, and those of one.</summary>
    private static IEnumerable<string> BadLevels(ConfigurationManager configuration) =>
        from section in configuration.GetSection(Logging).GetChildren()
        from levels in section.Key.Equals(LogLevels, StringComparison.OrdinalIgnoreCase) ? [section] : new[] { section.GetSection(LogLevels) }
        from level in levels.GetChildren()
        where !string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _)
        select $"{level.Path.Replace(":", "__", StringComparison.Ordinal)}: must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";
}
