using System.Net.Sockets;
using System.Text;

namespace StorePush.Gateway.Tests;

/// <summary>A device that is switched off: its machine ends the TCP connection, and no close frame is sent.</summary>
internal static class VanishingDevice
{
    public static async Task ConnectAndVanishAsync(Uri url)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(url.Host, url.Port, cancel);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), cancel);
        var answer = new byte[1_024];
        var read = await stream.ReadAsync(answer, cancel).AsTask().Soon();
        Encoding.ASCII.GetString(answer, 0, read).ShouldStartWith("HTTP/1.1 101");

        tcp.Client.Shutdown(SocketShutdown.Send);
    }
}
