using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace StorePush.Edge.Tests.Devices;

/// <summary>A terminal with an ordinary WebSocket client.</summary>
internal sealed class Device(ClientWebSocket socket) : IDisposable
{
    private const int MaxFrameBytes = 1024 * 1024;

    public Guid ConnectionId { get; set; }

    public ClientWebSocket Socket => socket;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text, bool isLast = true) =>
        SendAsync(Encoding.UTF8.GetBytes(text), type, isLast);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isLast) =>
        socket.SendAsync(bytes, type, isLast, Cancel).Soon();

    public Task AckAsync(params Guid[] ids) => SendAsync(
        ids is [var id]
            ? $$"""{"type":"ack","id":"{{id}}"}"""
            : $$"""{"type":"ack","ids":{{JsonSerializer.Serialize(ids)}}}""");

    /// <summary>The next frame as it came.</summary>
    public async Task<string> NextTextAsync()
    {
        var (text, code) = await ReceiveAsync();
        return text ?? throw new InvalidOperationException($"closed with {code}");
    }

    /// <summary>The next frame, which must have this type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        var text = await NextTextAsync();
        using var document = JsonDocument.Parse(text);
        document.RootElement.GetProperty("type").GetString().ShouldBe(type, text);
        return document.RootElement.Clone();
    }

    /// <summary>The next frame, which must be about this message.</summary>
    public async Task<JsonElement> NextAsync(string type, Guid id)
    {
        var frame = await NextAsync(type);
        frame.GetProperty("id").GetGuid().ShouldBe(id);
        return frame;
    }

    /// <summary>Nothing was sent meanwhile: the next frame is the answer to a ping.</summary>
    public async Task NothingElseAsync()
    {
        await SendAsync("""{"type":"ping"}""");
        (await NextTextAsync()).ShouldBe("""{"type":"pong"}""");
    }

    /// <summary>The code with which the server closes next, and answers it as clients do.</summary>
    public async Task<int> CloseCodeAsync()
    {
        var (text, code) = await ReceiveAsync();
        text.ShouldBeNull();
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel).Soon();
        return code;
    }

    public void Dispose() => socket.Dispose();

    private async Task<(string? Text, int Code)> ReceiveAsync()
    {
        var buffer = new byte[MaxFrameBytes];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), Cancel).AsTask().Soon();
            if (part.MessageType == WebSocketMessageType.Close)
                return (null, (int)socket.CloseStatus!);

            length += part.Count;
            if (part.EndOfMessage)
                return (Encoding.UTF8.GetString(buffer, 0, length), 0);
        }
    }
}
