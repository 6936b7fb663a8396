using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>What stands in front of several gateways: each connection goes to the next one that says that it is ready.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    private readonly Server[] _servers;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient _http = new() { Timeout = LongestAnswer };
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _running;
    private int _next;

    private LoadBalancer(IReadOnlyList<Uri> servers)
    {
        _servers = [.. servers.Select(url => new Server(url))];
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}");
        _running = Task.WhenAll(AcceptAsync(), WatchAsync());
    }

    public Uri Url { get; }

    public static LoadBalancer Open(IReadOnlyList<Uri> servers) => new(servers);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _running;
        await Task.WhenAll(_connections.Keys);
        _http.Dispose();
        _closing.Dispose();
    }

    private async Task WatchAsync()
    {
        using var pace = new PeriodicTimer(Pace, TimeProvider.System);
        try
        {
            do
            {
                foreach (var server in _servers)
                    server.IsReady = await IsReadyAsync(server.Url);
            }
            while (await pace.WaitForNextTickAsync(_closing.Token));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed with the cluster.
        }
    }

    private async Task<bool> IsReadyAsync(Uri url)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(url, "/health/ready"), _closing.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !_closing.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var carrying = CarryAsync(await _listener.AcceptTcpClientAsync(_closing.Token));
                _connections[carrying] = true;
                _ = carrying.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed with the cluster.
        }
    }

    /// <summary>Carries a connection until either side ends it.</summary>
    private async Task CarryAsync(TcpClient client)
    {
        using var from = client;
        using var to = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            var url = Choose();
            await to.ConnectAsync(url.Host, url.Port, _closing.Token);
            await await Task.WhenAny(
                client.GetStream().CopyToAsync(to.GetStream(), _closing.Token), to.GetStream().CopyToAsync(client.GetStream(), _closing.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Cut, from whichever side.
        }
    }

    private Uri Choose()
    {
        var ready = _servers.Where(server => server.IsReady).ToArray();
        var choice = ready.Length > 0 ? ready : _servers;
        return choice[(int)((uint)Interlocked.Increment(ref _next) % choice.Length)].Url;
    }

    private sealed class Server(Uri url)
    {
        private volatile bool _isReady;

        public Uri Url => url;

        public bool IsReady
        {
            get => _isReady;
            set => _isReady = value;
        }
    }
}
