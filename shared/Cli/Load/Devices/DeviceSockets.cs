using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StorePush.Cli.Load.Devices;

/// <summary>Opens the sockets of all devices, from the addresses that it was given, and can cut them all at once.</summary>
internal sealed class DeviceSockets(IReadOnlyList<IPAddress> sources, int? receiveBuffer = null)
{
    /// <summary>Linux: choose the port when connecting, so that two connections to different places can have the same.</summary>
    private const int BindAddressNoPort = 24;

    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private int _next;

    public int Open => _open.Count;

    /// <summary>Opens connections by these sockets; one for all devices, because each has a pool of its own.</summary>
    public HttpMessageInvoker CreateInvoker() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, cancellationToken),
        UseCookies = false,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Cuts every connection as a network does that goes away: with a reset, and no word of the protocol.</summary>
    /// <returns>How many there were.</returns>
    public int CutAll()
    {
        var cut = 0;
        foreach (var socket in _open.Keys)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
            cut++;
        }

        return cut;
    }

    private async Task<Stream> ConnectAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = CreateSocket();
        try
        {
            socket.NoDelay = true;
            if (receiveBuffer is { } size)
                socket.ReceiveBufferSize = size;
            await socket.ConnectAsync(server, cancellationToken);
            _open.TryAdd(socket, 0);
            return new TrackedStream(socket, _open);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Socket CreateSocket()
    {
        if (sources.Count == 0)
            return new Socket(SocketType.Stream, ProtocolType.Tcp);

        var source = sources[(int)((uint)Interlocked.Increment(ref _next) % sources.Count)];
        var socket = new Socket(source.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption((int)SocketOptionLevel.IP, BindAddressNoPort, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(source, 0));
        return socket;
    }

    private sealed class TrackedStream(Socket socket, ConcurrentDictionary<Socket, byte> open) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            open.TryRemove(Socket, out _);
            base.Dispose(disposing);
        }
    }
}
