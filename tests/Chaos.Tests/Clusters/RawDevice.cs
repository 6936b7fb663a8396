using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using StorePush.Cli.Load;
using StorePush.Protocol;

namespace StorePush.Chaos.Tests.Clusters;

/// <summary>A device that does what it likes.</summary>
internal sealed class RawDevice : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<RawDevice> ConnectAsync(LoadSession session, string storeId, string deviceId)
    {
        var stop = TestContext.Current.CancellationToken;
        var device = new RawDevice();

        // Else it sends a Pong every 30 seconds, whatever the device does.
        device._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        device._socket.Options.AddSubProtocol(SocketProtocol.SubProtocol);
        device._socket.Options.SetRequestHeader(
            "Authorization", $"Bearer {await session.DeviceTokens.GetAsync(storeId, deviceId, stop)}");
        var url = new UriBuilder(session.Target.Url) { Scheme = "ws", Path = $"/v1/stores/{storeId}/devices/{deviceId}/socket" };
        await device._socket.ConnectAsync(url.Uri, stop);
        return device;
    }

    public async Task SendAsync(string frame) =>
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>Reads until a moment, or until the connection ends.</summary>
    public async Task ReadAsync(Func<JsonElement, Task> onFrame, CancellationToken over)
    {
        var buffer = new byte[64 * 1_024];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), over);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;

                length += part.Count;
                if (!part.EndOfMessage)
                    continue;

                using var frame = JsonDocument.Parse(buffer.AsMemory(0, length));
                await onFrame(frame.RootElement);
                length = 0;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Over.
        }
    }

    /// <summary>Reads what has come meanwhile, and whether the end is there too. It may be one without a close frame.</summary>
    public async Task<bool> IsClosedAsync()
    {
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await ReadAsync(_ => Task.CompletedTask, over.Token);
        return !over.IsCancellationRequested;
    }

    /// <summary>Reads up to the close frame.</summary>
    /// <returns>Its code; null when none came soon.</returns>
    public async Task<int?> CloseCodeAsync()
    {
        using var over = new CancellationTokenSource(Bounded.Limit, TimeProvider.System);
        await ReadAsync(_ => Task.CompletedTask, over.Token);
        return (int?)_socket.CloseStatus;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
