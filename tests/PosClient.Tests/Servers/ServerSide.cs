using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace StorePush.Pos.Tests.Servers;

/// <summary>The server's end of a connection.</summary>
internal sealed class ServerSide
{
    private readonly WebSocket _socket;
    private readonly HttpContext _context;
    private readonly TaskCompletionSource _over;
    private readonly Channel<JsonElement> _frames = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServerSide(WebSocket socket, HttpContext context, TaskCompletionSource over)
    {
        (_socket, _context, _over) = (socket, context, over);
        _ = ReadAsync();
    }

    public Guid ConnectionId { get; } = Guid.CreateVersion7();

    /// <summary>The close code of the client; 1006 when it was cut.</summary>
    public Task<int> ClosedAsync() => _closed.Task.Soon();

    public Task SayHelloAsync(int heartbeatSeconds = 25) => SendAsync(
        $$"""{"type":"hello","connectionId":"{{ConnectionId}}","heartbeatSeconds":{{heartbeatSeconds}},"serverTime":"2026-11-23T08:00:00.000Z"}""");

    public Task SendAsync(string frame) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>Sends a part of a frame, whose last one follows by <see cref="SendAsync"/>.</summary>
    public Task SendPartAsync(string part) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(part), WebSocketMessageType.Text, false, TestContext.Current.CancellationToken);

    public Task PushAsync(
        Guid id,
        int push = 1,
        string acceptedAt = "2026-11-23T08:00:01.000Z",
        string expiresAt = "2026-11-23T08:30:01.000Z",
        string order = "{}") => SendAsync(
        $$"""
        {"type":"message","id":"{{id}}","kind":"order.placed","platform":"meituan","storeId":"S1","orderId":"1001",
         "acceptedAt":"{{acceptedAt}}","expiresAt":"{{expiresAt}}","push":{{push}},"order":{{order}}}
        """);

    public Task ConfirmAsync(Guid id) => SendAsync($$"""{"type":"ack.ok","id":"{{id}}"}""");

    /// <summary>The next frame, which must be of this type.</summary>
    public async Task<JsonElement> ExpectAsync(string type)
    {
        var frame = await _frames.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        frame.GetProperty("type").GetString().ShouldBe(type, frame.GetRawText());
        return frame;
    }

    /// <summary>The messages of the next frame, which must be an ack.</summary>
    public async Task<IReadOnlyList<Guid>> ExpectAckAsync()
    {
        var frame = await ExpectAsync("ack");
        return frame.TryGetProperty("id", out var id)
            ? [id.GetGuid()]
            : [.. frame.GetProperty("ids").EnumerateArray().Select(each => each.GetGuid())];
    }

    /// <summary>Takes acks until this many messages are acknowledged.</summary>
    public async Task<IReadOnlyList<Guid>> ExpectAcksAsync(int count)
    {
        var ids = new List<Guid>();
        while (ids.Count < count)
            ids.AddRange(await ExpectAckAsync());
        return ids;
    }

    public bool HasFrame => _frames.Reader.TryPeek(out _);

    public Task CloseAsync(int code, string? description = null) =>
        _socket.CloseOutputAsync((WebSocketCloseStatus)code, description, TestContext.Current.CancellationToken);

    /// <summary>Ends the connection without a word.</summary>
    public void Cut() => _context.Abort();

    private async Task ReadAsync()
    {
        var code = 1006;
        try
        {
            while (await ReadFrameAsync() is { } text)
                _frames.Writer.TryWrite(JsonDocument.Parse(text).RootElement);
            code = (int)_socket.CloseStatus!;
            if (_socket.State == WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Cut, by whichever side.
        }

        _frames.Writer.TryComplete();
        _closed.TrySetResult(code);
        _over.TrySetResult();
    }

    private async Task<string?> ReadFrameAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[8_192];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(text.ToArray());
        }
    }
}
