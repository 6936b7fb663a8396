using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StorePush.Gateway.Tests;

/// <summary>A service behind the gateway: a real web server that remembers what it was asked, and can go away and come back.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private WebApplication? _app;

    private Upstream(string address) => Url = address;

    /// <summary>Where it listens; the same after it came back.</summary>
    public string Url { get; private set; }

    public int Port => new Uri(Url).Port;

    /// <summary>What <c>/health/ready</c> answers.</summary>
    public volatile bool IsReady = true;

    /// <summary>What it does with a call; it says <c>200</c> and its URL unless told otherwise.</summary>
    public Func<HttpContext, Task>? OnCall { get; set; }

    /// <summary>What it does with an open socket.</summary>
    public Func<WebSocket, Task> OnSocket { get; set; } = DrainAsync;

    public ConcurrentQueue<Received> Calls { get; } = new();

    public static async Task<Upstream> StartAsync(string host = "127.0.0.1", int port = 0)
    {
        var upstream = new Upstream($"http://{host}:{port}");
        await upstream.ComeBackAsync();
        return upstream;
    }

    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapGet("/health/ready", () => IsReady ? Results.Ok() : Results.StatusCode(503));
        _app.MapFallback("{*path}", AnswerAsync);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Url = _app.Urls.Single();
    }

    /// <summary>Stops listening and breaks every connection, as when the process is killed.</summary>
    public async Task GoAwayAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app)
            await app.DisposeAsync();
    }

    public ValueTask DisposeAsync() => new(GoAwayAsync());

    private static async Task DrainAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(buffer, CancellationToken.None);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        Calls.Enqueue(new(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await body.ReadToEndAsync(context.RequestAborted)));

        if (OnCall is not null)
        {
            await OnCall(context);
        }
        else if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
            await OnSocket(socket);
        }
        else
        {
            await context.Response.WriteAsync(Url, context.RequestAborted);
        }
    }
}
