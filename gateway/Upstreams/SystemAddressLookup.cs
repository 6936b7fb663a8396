using System.Net;

namespace StorePush.Gateway.Upstreams;

/// <summary>Asks the resolver of the operating system.</summary>
internal sealed class SystemAddressLookup : IAddressLookup
{
    public Task<IPAddress[]> LookUpAsync(string hostName, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(hostName, cancellationToken);
}
