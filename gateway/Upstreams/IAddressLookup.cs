using System.Net;

namespace StorePush.Gateway.Upstreams;

/// <summary>Knows the addresses behind a host name.</summary>
internal interface IAddressLookup
{
    /// <summary>The addresses of a host name, in any order.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There are none, or nobody could be asked.</exception>
    Task<IPAddress[]> LookUpAsync(string hostName, CancellationToken cancellationToken);
}
