using System.Net.WebSockets;

namespace StorePush.Benchmarks.Edge;

/// <summary>A socket that takes every frame at once, and whose device says nothing.</summary>
internal sealed class IdleSocket : WebSocket
{
    private readonly TaskCompletionSource<ValueWebSocketReceiveResult> _silence = new();
    private long _sent;

    /// <summary>Frames taken so far.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => WebSocketState.Open;

    public override string? SubProtocol => null;

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _sent, _sent + 1);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        new(_silence.Task);

    public override void Abort() => _silence.TrySetCanceled(CancellationToken.None);

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override void Dispose() => Abort();
}
