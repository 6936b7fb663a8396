using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace StorePush.Tests.Common.Servers;

/// <summary>
/// Ports for what is stopped and started again at the same place: below those that systems give to outgoing connections, one of which
/// might take it meanwhile.
/// </summary>
public static class ServerPorts
{
    private const int Lowest = 20_000;
    private const int Beyond = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port on which nobody listens, and which nobody else of this process was given.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Beyond);
            if (!Given.TryAdd(port, true))
                continue;

            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
