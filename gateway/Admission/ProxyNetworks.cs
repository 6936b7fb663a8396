using System.Net;

namespace StorePush.Gateway.Admission;

/// <summary>Reads networks from configuration.</summary>
internal static class ProxyNetworks
{
    /// <summary>The networks of a comma-separated list; a single address is a network of one.</summary>
    public static IReadOnlyList<IPNetwork> Parse(string list) => [.. Parts(list).Select(part => Read(part)!.Value)];

    /// <summary>What is wrong with a list, or null.</summary>
    public static string? Error(string list) =>
        Parts(list).FirstOrDefault(part => Read(part) is null) is { } bad
            ? $"\"{bad}\" is neither an address nor a network such as 10.0.3.0/28."
            : null;

    private static string[] Parts(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IPNetwork? Read(string part)
    {
        if (IPNetwork.TryParse(part, out var network))
            return network;

        return IPAddress.TryParse(part, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
