using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace StorePush.Standalone.Demo;

/// <summary>Who gets tokens for the demo without having one: only the demo's own page, in a browser on this machine.</summary>
/// <remarks>
/// <para>Each of these must hold:</para>
/// <list type="bullet">
/// <item>the key was made for this run, so that no token of it is worth anything elsewhere or later;</item>
/// <item>the process listens on loopback alone, and the caller comes from there, by no proxy that says so;</item>
/// <item>the caller calls it by a name of loopback: a site that has its own name lead here (DNS rebinding) says its own name;</item>
/// <item>the call comes from a page of this very address: another site's page, also one on another port, says its own origin.</item>
/// </list>
/// <para>Whoever gets in nevertheless, such as another user of this machine, gets the demo's store and nothing else.</para>
/// </remarks>
internal sealed class DemoGuard(KeyOfThisRun key, IServer server)
{
    private static readonly string[] Proxied = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    public bool LetsIn(HttpRequest request) =>
        key.IsMade
        && ListensOnLoopbackAlone()
        && request.HttpContext.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
        && !Proxied.Any(request.Headers.ContainsKey)
        && IsLoopback(request.Host.Host)
        && request.Headers.Origin == $"{request.Scheme}://{request.Host}";

    private bool ListensOnLoopbackAlone() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
        && addresses.All(address => Uri.TryCreate(address, UriKind.Absolute, out var url) && IsLoopback(url.Host));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
