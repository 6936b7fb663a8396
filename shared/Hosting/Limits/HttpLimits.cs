using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Hosting.Configuration;

namespace StorePush.Hosting.Limits;

/// <summary>The limits of the web server of every process.</summary>
internal static class HttpLimits
{
    /// <summary>No call but those of Ingest has a body of note; Ingest and the gateway say so themselves.</summary>
    private const int MaxBodyBytes = 64 * 1_024;

    /// <summary>
    /// How many connections may wait to be accepted, where the system allows it (<c>net.core.somaxconn</c>). What comes in a storm of
    /// terminals and finds no room is sent again by TCP after 1, 3 and 7 seconds.
    /// </summary>
    private const int Backlog = 4_096;

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
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.Backlog = Backlog);
    }
}
