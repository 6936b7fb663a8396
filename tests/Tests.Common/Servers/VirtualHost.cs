namespace StorePush.Tests.Common.Servers;

/// <summary>A virtual host of one test, or of one fixture.</summary>
public sealed class VirtualHost : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _name;

    internal VirtualHost(HttpClient management, Uri url, string name) => (_management, Url, _name) = (management, url, name);

    /// <summary>Reaches the virtual host with the right to do everything in it.</summary>
    public Uri Url { get; }

    /// <summary>Whether the broker answers.</summary>
    public async Task<bool> IsAwakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(2));
            using var response = await _management.GetAsync($"api/vhosts/{_name}", limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException || !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Asks the management API about what is in the virtual host.</summary>
    /// <param name="kind">Such as <c>queues</c>.</param>
    /// <param name="path">What follows the virtual host in the path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<string> GetAsync(string kind, string path, CancellationToken cancellationToken) =>
        _management.GetStringAsync($"api/{kind}/{_name}{path}", cancellationToken);

    /// <summary>Asks the management API to do something.</summary>
    /// <param name="method">How.</param>
    /// <param name="kind">Such as <c>exchanges</c>.</param>
    /// <param name="path">What follows the virtual host in the path.</param>
    /// <param name="body">The JSON to send.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> SendAsync(
        HttpMethod method, string kind, string path, string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"api/{kind}/{_name}{path}")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await _management.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Deletes the virtual host, whoever is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        using var response = await _management.DeleteAsync($"api/vhosts/{_name}");
        response.EnsureSuccessStatusCode();
    }
}
