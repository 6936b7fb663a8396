using System.Buffers;
using System.Net.WebSockets;

namespace StorePush.Pos.Connections;

/// <summary>Reads whole frames. While nothing comes it holds no buffer, so that thousands of idle clients cost little.</summary>
internal sealed class FrameReader(WebSocket socket, int maxBytes) : IDisposable
{
    private const int FirstBytes = 4_096;

    private byte[] _buffer = [];

    /// <summary>The next frame, valid until the next call; null when the server has closed.</summary>
    /// <exception cref="FrameTooLargeException">The frame is larger than it may be.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        Return();
        var arrived = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (arrived.MessageType == WebSocketMessageType.Close)
            return null;

        _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
                Grow(length);
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            length += part.Count;
            if (length > maxBytes)
                throw new FrameTooLargeException(maxBytes);
            if (part.EndOfMessage)
                return _buffer.AsMemory(0, length);
        }
    }

    public void Dispose() => Return();

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * length);
        _buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
