using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace StorePush.Tests.Hosting;

/// <summary>The network between a client and a server, which the test can cut, silence, slow down and mend.</summary>
public sealed class TcpLink : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile bool _cut;
    private volatile bool _silent;
    private volatile bool _mute;
    private volatile bool _deaf;
    private int _connections;
    private int _abandoned;
    private TimeSpan _delay;
    private long _lost;
    private long _budget = long.MaxValue;

    private TcpLink(Uri server)
    {
        (_host, _port) = (server.Host, server.Port);
        _listener.Start();
        Url = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _ = AcceptAsync();
    }

    /// <summary>Reaches the server through the link.</summary>
    public Uri Url { get; }

    /// <summary>How many bytes of clients were lost while they were mute.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Opens a link that carries everything at once.</summary>
    public static TcpLink Open(Uri server) => new(server);

    /// <summary>Closes every connection, and every new one at once.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var client in _open.Keys)
            client.Dispose();
    }

    /// <summary>Carries nothing any more, in neither direction; the connections stay open, and new ones are accepted (half-open).</summary>
    public void Silence() => _silent = true;

    /// <summary>Loses all that clients say from now on, or no more; what the server says arrives.</summary>
    public void Mute(bool mute) => _mute = mute;

    /// <summary>Loses all that the server says from now on, or no more; what clients say arrives.</summary>
    public void Deafen(bool deaf) => _deaf = deaf;

    /// <summary>
    /// Carries nothing any more over the connections that there are, which stay open; new ones work (a firewall that has forgotten them).
    /// </summary>
    public void Abandon() => Volatile.Write(ref _abandoned, Volatile.Read(ref _connections));

    /// <summary>Cuts everything as soon as the server has sent this many bytes more.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _budget, bytes);

    /// <summary>Lets everything arrive this much later, in both directions.</summary>
    public void Delay(TimeSpan delay) => _delay = delay;

    /// <summary>Carries everything at once again, on new connections.</summary>
    public void Mend()
    {
        foreach (var client in _open.Keys)
            client.Dispose();
        Interlocked.Exchange(ref _budget, long.MaxValue);
        (_cut, _silent, _mute, _deaf, _delay) = (false, false, false, false, TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        Cut();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                if (_cut)
                    client.Dispose();
                else
                    _ = CarryAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Closed with the test.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        var number = Interlocked.Increment(ref _connections);
        client.NoDelay = true;
        _open.TryAdd(client, 0);
        _open.TryAdd(server, 0);
        try
        {
            await server.ConnectAsync(_host, _port, _closing.Token);
            await await Task.WhenAny(
                CarryAsync(client.GetStream(), server.GetStream(), number, fromServer: false),
                CarryAsync(server.GetStream(), client.GetStream(), number, fromServer: true));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Cut, from whichever side.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to, int number, bool fromServer)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var underWay = Channel.CreateBounded<(byte[] Bytes, long At)>(1_000);
        var arriving = ArriveAsync(underWay.Reader, to, number, ended.Token);
        var buffer = new byte[16 * 1_024];
        try
        {
            while (await from.ReadAsync(buffer, ended.Token) is > 0 and var length)
            {
                var left = fromServer ? Interlocked.Add(ref _budget, -length) : long.MaxValue;
                if (left < 0)
                    length = (int)Math.Max(0, length + left);
                if (_mute && !fromServer)
                    Interlocked.Add(ref _lost, length);
                else if (!IsSilent(number) && !(_deaf && fromServer))
                    await underWay.Writer.WriteAsync((buffer[..length], TimeProvider.System.GetTimestamp()), ended.Token);
                if (left <= 0)
                    break;
            }
        }
        finally
        {
            underWay.Writer.TryComplete();
        }

        await arriving;
        if (fromServer && Interlocked.Read(ref _budget) <= 0)
            Cut();
    }

    private bool IsSilent(int number) => _silent || number <= Volatile.Read(ref _abandoned);

    private async Task ArriveAsync(
        ChannelReader<(byte[] Bytes, long At)> underWay, NetworkStream to, int number, CancellationToken cancellationToken)
    {
        await foreach (var (bytes, at) in underWay.ReadAllAsync(cancellationToken))
        {
            var wait = _delay - TimeProvider.System.GetElapsedTime(at);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
            if (!IsSilent(number))
                await to.WriteAsync(bytes, cancellationToken);
        }
    }
}
