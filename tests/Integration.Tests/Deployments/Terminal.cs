using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace StorePush.Integration.Tests.Deployments;

/// <summary>A POS terminal on a real socket. It acknowledges only when the test says so.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly Channel<JsonElement> _frames = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private Terminal(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Connects and takes the hello.</summary>
    public static async Task<Terminal> ConnectAsync(Uri url, string storeId, string deviceId, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        socket.Options.CollectHttpResponseDetails = true;
        var address = new UriBuilder(url) { Scheme = "ws", Path = $"/v1/stores/{storeId}/devices/{deviceId}/socket" };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);

        var terminal = new Terminal(socket);
        (await terminal.NextAsync()).GetProperty("type").GetString().ShouldBe("hello");
        return terminal;
    }

    /// <summary>The next frame, whatever it is.</summary>
    public async Task<JsonElement> NextAsync(TimeSpan? limit = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(limit ?? Bounded.Limit);
        return await _frames.Reader.ReadAsync(bound.Token);
    }

    /// <summary>The next frame, which must be of this type.</summary>
    public async Task<JsonElement> ExpectAsync(string type, TimeSpan? limit = null)
    {
        var frame = await NextAsync(limit);
        frame.GetProperty("type").GetString().ShouldBe(type, frame.GetRawText());
        return frame;
    }

    /// <summary>The next frame, which must be this message.</summary>
    public async Task<JsonElement> ExpectMessageAsync(Guid messageId, TimeSpan? limit = null)
    {
        var frame = await ExpectAsync("message", limit);
        frame.GetProperty("id").GetGuid().ShouldBe(messageId);
        return frame;
    }

    /// <summary>Acknowledges, and waits until that is safe.</summary>
    public async Task AcknowledgeAsync(Guid messageId)
    {
        await SendAsync($$"""{"type":"ack","id":"{{messageId}}"}""");

        // It may have been pushed again before.
        var frame = await NextAsync();
        while (frame.GetProperty("type").GetString() == "message" && frame.GetProperty("id").GetGuid() == messageId)
            frame = await NextAsync();
        frame.GetProperty("type").GetString().ShouldBe("ack.ok", frame.GetRawText());
        frame.GetProperty("id").GetGuid().ShouldBe(messageId);
    }

    public async Task SendAsync(string frame) =>
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>
    /// Proves that nothing else was sent: frames come in order, so that the answer to a ping is the next one.
    /// </summary>
    public async Task ExpectNothingAsync()
    {
        await SendAsync("""{"type":"ping"}""");
        await ExpectAsync("pong");
    }

    /// <summary>The close code, once the connection is closed; 1006 when it was cut.</summary>
    public Task<int> ClosedAsync() => _closed.Task.WaitAsync(Bounded.Limit, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var code = (int)WebSocketCloseStatus.Empty + 1;
        try
        {
            while (await ReadFrameAsync() is { } text)
                _frames.Writer.TryWrite(JsonDocument.Parse(text).RootElement);
            code = (int)_socket.CloseStatus!;
            await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut: by the server, or by the end of the test.
        }

        _frames.Writer.TryComplete();
        _closed.TrySetResult(code);
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
