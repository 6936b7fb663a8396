using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StorePush.Gateway.Tests;

/// <summary>The server's side of a WebSocket, frame by frame: .NET's own sends nothing that one could count.</summary>
internal sealed class RawSocket(Stream stream) : IAsyncDisposable
{
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static async Task<RawSocket> AcceptAsync(HttpContext context)
    {
#pragma warning disable CA5350 // RFC 6455 says SHA-1.
        var accept = SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + AcceptSuffix));
#pragma warning restore CA5350
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(accept);
        return new(await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
    }

    public Task PingAsync() => WriteAsync(0x89, []);

    public Task SendTextAsync(string text) => WriteAsync(0x81, Encoding.UTF8.GetBytes(text));

    /// <summary>Until the other side is gone, whichever way it goes.</summary>
    public async Task ReadToEndAsync()
    {
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // Cut rather than closed.
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task WriteAsync(byte head, byte[] payload)
    {
        await stream.WriteAsync((byte[])[head, (byte)payload.Length, .. payload]);
        await stream.FlushAsync();
    }
}
