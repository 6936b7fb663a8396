using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StorePush.Hosting.Telemetry;

internal static class QuietLogging
{
    /// <summary>These write whole request URLs, where a browser's socket has its token; and from which level on they don't.</summary>
    private static readonly (string Category, LogLevel Level)[] WritesUrls =
    [
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        ("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning),

        // Its warnings hold none, but come with a stack trace for each client that breaks off.
        ("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error),
    ];

    /// <summary>A healthy process under load logs next to nothing, and no log line ever holds a token.</summary>
    public static void AddQuietLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        // What fails in the database throws, and whoever catches that logs it if it matters; a process that is not ready says so when asked.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // A start that fails ends the process, which says why itself; what ends a process later is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);

        // Warns of every retry, and a repeated order is one; what can't be consumed at all is an error.
        builder.Logging.AddFilter("MassTransit.ReceiveTransport", LogLevel.Error);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        builder.Services.PostConfigure<LoggerFilterOptions>(KeepUrlsOut);
    }

    /// <summary>
    /// The full category name beats any shorter one that is turned up in the configuration, and the last rule one of the same name. A rule
    /// for one provider, such as the console, beats all that are for every provider: each has to be answered by one of its own.
    /// </summary>
    private static void KeepUrlsOut(LoggerFilterOptions options)
    {
        string?[] providers = [.. options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct()];
        foreach (var provider in providers)
        {
            foreach (var (category, level) in WritesUrls)
                options.Rules.Add(new(provider, category, level, filter: null));
        }
    }
}
