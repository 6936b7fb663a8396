using System.Net;
using System.Net.Sockets;

namespace StorePush.Gateway.Tests;

/// <summary>A machine that does not answer: its queue of connections is full, so that the kernel drops every further attempt.</summary>
internal sealed class DeafListener : IDisposable
{
    private const int Fillers = 8;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _fillers = [];

    private DeafListener()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        foreach (var _ in Enumerable.Range(0, Fillers))
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _fillers.Add(filler);
            try
            {
                filler.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                // It connects in the background, or waits in vain like all that come after.
            }
        }
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    public static DeafListener Start() => new();

    public void Dispose()
    {
        _fillers.ForEach(filler => filler.Dispose());
        _listener.Dispose();
    }
}
