using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace StorePush.Hosting.Telemetry;

internal static class QuietLogging
{
    /// <summary>A healthy process under load logs next to nothing, and no log line ever holds a token.</summary>
    public static void AddQuietLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        // What fails in the database throws, and whoever catches that logs it if it matters; a process that is not ready says so when asked.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);

        // Warns of every retry, and a repeated order is one; what can't be consumed at all is an error.
        builder.Logging.AddFilter("MassTransit.ReceiveTransport", LogLevel.Error);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        // These write whole request URLs, where a browser's socket has its token. The full category name beats any shorter one that
        // is turned up in the configuration.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Warning);
    }
}
