namespace StorePush.Tests.Common.Servers;

/// <summary>A virtual host of one test, or of one fixture.</summary>
public sealed class VirtualHost : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _name;

    internal VirtualHost(HttpClient management, Uri url, string name) => (_management, Url, _name) = (management, url, name);

    /// <summary>Reaches the virtual host with the right to do everything in it.</summary>
    public Uri Url { get; }

    /// <summary>Deletes the virtual host, whoever is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        using var response = await _management.DeleteAsync($"api/vhosts/{_name}");
        response.EnsureSuccessStatusCode();
    }
}
