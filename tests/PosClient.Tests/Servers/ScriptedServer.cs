using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace StorePush.Pos.Tests.Servers;

/// <summary>A server of which every word is the test's: a real socket on loopback, and nothing behind it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Channel<Handshake> _handshakes = Channel.CreateUnbounded<Handshake>();
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>Where a device without a client connects.</summary>
    public Uri SocketUrl => new UriBuilder(Url) { Scheme = "ws", Path = "/v1/stores/S1/devices/till-1/socket" }.Uri;

    public static async Task<ScriptedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.UseWebSockets();
        app.Map("/v1/stores/{storeId}/devices/{deviceId}/socket", async context =>
        {
            var handshake = new Handshake(context);
            await server._handshakes.Writer.WriteAsync(handshake);
            await handshake.Over;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>The next attempt to connect, which waits for its answer.</summary>
    public Task<Handshake> NextAsync() => _handshakes.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>Takes the next attempt and says hello.</summary>
    public async Task<ServerSide> AcceptAsync(int heartbeatSeconds = 25)
    {
        var side = await (await NextAsync()).AcceptAsync();
        await side.SayHelloAsync(heartbeatSeconds);
        return side;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
