using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>Somebody who receives webhooks: a real web server that remembers what it was told, and can go away and come back.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    /// <summary>The secret of the standard's own example.</summary>
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private WebApplication? _app;
    private string _address = "http://127.0.0.1:0";

    private WebhookReceiver()
    {
    }

    /// <summary>Where it listens; the same after it came back.</summary>
    public Uri Url => new($"{_address}/hooks");

    /// <summary>What it does with a call; it says 204 unless told otherwise.</summary>
    public Func<HttpContext, Task> OnCall { get; set; } = context => AnswerAsync(context, StatusCodes.Status204NoContent);

    public ConcurrentQueue<ReceivedWebhook> Calls { get; } = new();

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver.ComeBackAsync();
        return receiver;
    }

    public static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(_address);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.MapFallback(TakeAsync);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _address = _app.Urls.Single();
    }

    /// <summary>Stops listening and breaks every connection, as when the process is killed.</summary>
    public async Task GoAwayAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app)
            await app.DisposeAsync();
    }

    /// <summary>Waits until it was called so often.</summary>
    public Task UntilCalledAsync(int times) => Bounded.UntilAsync(() => Task.FromResult(Calls.Count >= times));

    /// <summary>Waits until it was told of an event, be it for the second time.</summary>
    public Task UntilToldAsync(string id) => Bounded.UntilAsync(() => Task.FromResult(Calls.Any(call => call.Id == id)));

    public ValueTask DisposeAsync() => new(GoAwayAsync());

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        Calls.Enqueue(new(headers, await body.ReadToEndAsync(context.RequestAborted)));
        await OnCall(context);
    }
}
