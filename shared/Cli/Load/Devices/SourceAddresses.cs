using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace StorePush.Cli.Load.Devices;

/// <summary>Addresses of this machine to connect from, because there are only some 28,000 ports to each.</summary>
internal static class SourceAddresses
{
    private const int Most = 1_024;
    private const string Rule = "Must be IPv4 addresses or ranges, such as 127.0.0.1-127.0.0.5,127.0.1.1.";

    /// <exception cref="FormatException">The text is no list of addresses.</exception>
    public static IReadOnlyList<IPAddress> Parse(string text)
    {
        var addresses = new List<IPAddress>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            var (first, last) = (Number(ends[0]), Number(ends[^1]));
            if (last < first || last - first >= Most)
                throw new FormatException(Rule);

            for (var number = (long)first; number <= last; number++)
                addresses.Add(Address((uint)number));
        }

        return addresses;
    }

    private static uint Number(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : throw new FormatException(Rule);

    private static IPAddress Address(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
