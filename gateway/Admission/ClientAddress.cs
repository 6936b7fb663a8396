using System.Net;
using System.Net.Sockets;

namespace StorePush.Gateway.Admission;

/// <summary>Whom an address stands for.</summary>
internal static class ClientAddress
{
    private const int CustomerBytes = 8;

    /// <summary>
    /// The address that is counted: IPv4 as it is, also where it comes in IPv6 clothes; IPv6 by its /64, of which one customer has all
    /// addresses. Null, which only a Unix socket has, counts as nobody in particular.
    /// </summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(CustomerBytes).Clear();
        return new IPAddress(bytes);
    }
}
