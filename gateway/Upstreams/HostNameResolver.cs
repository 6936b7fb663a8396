using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace StorePush.Gateway.Upstreams;

/// <summary>
/// Makes one destination of each address behind a host name, and looks again after <see cref="GatewayOptions.DnsRefresh"/>.
/// A name that can't be looked up keeps its last known addresses, and holds up neither the start nor other names.
/// </summary>
/// <remarks>
/// YARP's own resolver throws when one name fails: the gateway would not start, and later YARP would not look again for five minutes.
/// An answer without addresses is treated like no answer: whether the old ones still work is for the health checks to say.
/// </remarks>
internal sealed partial class HostNameResolver(
    IAddressLookup lookup, IOptions<GatewayOptions> options, TimeProvider clock, ILogger<HostNameResolver> logger)
    : IDestinationResolver
{
    private const string Localhost = "localhost";

    private readonly ConcurrentDictionary<string, IPAddress[]> _known = new(StringComparer.OrdinalIgnoreCase);

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = await Task.WhenAll(destinations.Values.Select(async destination =>
        {
            var url = new Uri(destination.Address);
            return StandsForItself(url) ? [destination] : Expand(url, await AddressesAsync(url.DnsSafeHost, cancellationToken));
        }));

        // An address that two names share is one process.
        var byAddress = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        foreach (var destination in resolved.SelectMany(each => each))
            byAddress.TryAdd(destination.Address, destination);

        return new(byAddress, destinations.Values.All(each => StandsForItself(new Uri(each.Address))) ? null : NextLook());
    }

    /// <summary>Both loopback addresses of <c>localhost</c> lead to the same process, which often listens on one of them only.</summary>
    private static bool StandsForItself(Uri url) =>
        url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        || url.DnsSafeHost.Equals(Localhost, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<DestinationConfig> Expand(Uri url, IPAddress[] addresses) =>
        addresses.Select(address => new DestinationConfig
        {
            Address = new UriBuilder(url) { Host = address.ToString() }.Uri.ToString(),
            Host = url.Authority,
        });

    private async Task<IPAddress[]> AddressesAsync(string hostName, CancellationToken cancellationToken)
    {
        var known = _known.GetValueOrDefault(hostName, []);
        try
        {
            // The wait is bounded here, because the operating system's look-up can't be cancelled.
            var found = await lookup.LookUpAsync(hostName, cancellationToken)
                .WaitAsync(options.Value.DnsTimeout, clock, cancellationToken);
            if (found.Length == 0)
                return known;

            if (!found.ToHashSet().SetEquals(known))
                Log.Found(logger, hostName, found.Length);

            return _known[hostName] = found;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            Log.NotFound(logger, hostName, exception.Message, known.Length);
            return known;
        }
    }

    private CancellationChangeToken NextLook()
    {
#pragma warning disable CA2000 // It owns a timer, which ends it; the token is used until then.
        return new(new CancellationTokenSource(options.Value.DnsRefresh, clock).Token);
#pragma warning restore CA2000
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{HostName} stands for {Addresses} addresses")]
        public static partial void Found(ILogger logger, string hostName, int addresses);

        [LoggerMessage(2, LogLevel.Warning, "{HostName} can't be looked up ({Reason}); {Known} addresses are known from before")]
        public static partial void NotFound(ILogger logger, string hostName, string reason, int known);
    }
}
