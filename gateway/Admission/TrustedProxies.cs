using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace StorePush.Gateway.Admission;

/// <summary>The load balancers in front, which know a client's address.</summary>
internal static class TrustedProxies
{
    /// <summary>Learns whose word on a client's address counts.</summary>
    public static void AddTrustedProxies(this WebApplicationBuilder builder, GatewayOptions options) =>
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            forwarded.ForwardLimit = null;

            // The framework's default believes whoever is on this machine.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in ProxyNetworks.Parse(options.TrustedProxies))
                forwarded.KnownIPNetworks.Add(network);
        });

    /// <summary>
    /// Takes the client's address from <c>X-Forwarded-For</c> where a trusted proxy says it. Left out where there is none, because to the
    /// framework no known proxy means that everybody is one.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.KnownIPNetworks.Count > 0)
            app.UseForwardedHeaders();
    }
}
