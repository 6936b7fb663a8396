namespace StorePush.Hosting.Health;

/// <summary>Asks the process on this machine whether it is ready: the health check of a container image without curl.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>0 when the process that listens where <c>ASPNETCORE_URLS</c> says is ready, else 1.</summary>
    public static async Task<int> RunAsync()
    {
        var url = (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? "http://127.0.0.1:8080").Split(';')[0];

        // "+", "*" and "[::]" are for listening only.
        var port = url[(url.LastIndexOf(':') + 1)..].TrimEnd('/');
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{HealthEndpoints.ReadyPath}"));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return 1;
        }
    }
}
