using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StorePush.Integration.Tests.Faults;

/// <summary>The network between a service and the broker, which the test can cut and mend.</summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile bool _cut;

    private BrokerLink(Uri broker)
    {
        (_host, _port) = (broker.Host, broker.Port);
        _listener.Start();
        Url = new UriBuilder(broker) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _ = AcceptAsync();
    }

    /// <summary>Reaches the broker through the link.</summary>
    public Uri Url { get; }

    public static BrokerLink Open(Uri broker) => new(broker);

    /// <summary>Closes every connection, and every new one at once.</summary>
    public void Cut()
    {
        _cut = true;
        while (_open.TryTake(out var client))
            client.Dispose();
    }

    public void Mend() => _cut = false;

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
        var broker = new TcpClient();
        _open.Add(client);
        _open.Add(broker);
        try
        {
            await broker.ConnectAsync(_host, _port, _closing.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(broker.GetStream(), _closing.Token),
                broker.GetStream().CopyToAsync(client.GetStream(), _closing.Token));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Cut, from whichever side.
        }
        finally
        {
            client.Dispose();
            broker.Dispose();
        }
    }
}
