using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>A real service process of ours within the test, listening on a port of its own, with a client for it.</summary>
public abstract class RunningService : IAsyncDisposable
{
    protected RunningService(WebApplication app)
    {
        App = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public Task<HttpResponseMessage> GetAsync(string path) =>
        Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken).Soon();

    /// <summary>Stops at once: whoever is still connected is cut.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await App.StopAsync(atOnce.Token);
        await App.DisposeAsync();
    }
}
