using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace StorePush.Terminals.Tests.Running;

/// <summary>Another device of the store, or a second one of the same name.</summary>
internal sealed class OtherDevice : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<OtherDevice> ConnectAsync(Uri url, string storeId, string deviceId)
    {
        var device = new OtherDevice();
        var address = new UriBuilder(url) { Scheme = "ws", Path = $"/v1/stores/{storeId}/devices/{deviceId}/socket" }.Uri;
        device._socket.Options.SetRequestHeader("Authorization", $"Bearer {StandaloneProcess.DeviceToken(storeId, deviceId)}");
        await device._socket.ConnectAsync(address, Cancel).Soon();
        await device.UntilAsync("hello");
        return device;
    }

    /// <summary>Acknowledges a message, and waits until that is safe.</summary>
    public async Task TakeAsync(Guid messageId)
    {
        var ack = Encoding.UTF8.GetBytes($$"""{"type":"ack","id":"{{messageId}}"}""");
        await _socket.SendAsync(ack, WebSocketMessageType.Text, endOfMessage: true, Cancel).Soon();
        await UntilAsync("ack.ok");
    }

    public void Dispose() => _socket.Dispose();

    private async Task UntilAsync(string type)
    {
        var buffer = new byte[64 * 1024];
        string? received;
        do
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(length), Cancel).AsTask().Soon();
                length += part.Count;
            }
            while (!part.EndOfMessage);

            using var frame = JsonDocument.Parse(buffer.AsMemory(0, length));
            received = frame.RootElement.GetProperty("type").GetString();
        }
        while (received != type);
    }
}
