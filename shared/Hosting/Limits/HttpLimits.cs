using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using StorePush.Hosting.Configuration;

namespace StorePush.Hosting.Limits;

/// <summary>The limits of the web server of every process.</summary>
internal static class HttpLimits
{
    /// <summary>No call but those of Ingest has a body of note; Ingest and the gateway say so themselves.</summary>
    private const int MaxBodyBytes = 64 * 1_024;

    /// <summary>Keeps clients that send too much, too slowly or nothing at all from taking the process for themselves.</summary>
    public static void AddHttpLimits(this WebApplicationBuilder builder)
    {
        var options = builder.AddCheckedOptions<HttpOptions>(HttpOptions.Section);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var slowest = options.MinBytesPerSecond > 0 ? new MinDataRate(options.MinBytesPerSecond, options.SlowGrace) : null;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
            kestrel.Limits.MaxRequestLineSize = options.MaxUrlBytes;
            kestrel.Limits.MaxRequestHeaderCount = options.MaxHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = options.HeadTimeout;
            kestrel.Limits.KeepAliveTimeout = options.IdleTimeout;
            kestrel.Limits.MinRequestBodyDataRate = slowest;
            kestrel.Limits.MinResponseDataRate = slowest;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
    }
}
