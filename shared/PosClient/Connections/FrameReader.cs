using System.Buffers;
using System.Net.WebSockets;

namespace StorePush.Pos.Connections;

/// <summary>
/// Reads whole frames, and passes over those that are too large: whatever comes behind one must not suffer from it. While nothing comes it
/// holds no buffer, so that thousands of idle clients cost little.
/// </summary>
/// <param name="socket">What to read.</param>
/// <param name="maxBytes">The largest frame that is kept.</param>
/// <param name="onArrival">Called for every part of a frame: a network that is slow is not dead.</param>
/// <param name="onTooLarge">Called for a frame that is too large, with its size.</param>
internal sealed class FrameReader(WebSocket socket, int maxBytes, Action onArrival, Action<long> onTooLarge) : IDisposable
{
    private const int FirstBytes = 4_096;

    private byte[] _buffer = [];

    /// <summary>The next frame, valid until the next call; null when the server has closed.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Return();
            var arrived = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            if (arrived.MessageType == WebSocketMessageType.Close)
                return null;

            _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
            if (await FillAsync(cancellationToken) is not { } length)
                return null;

            if (length <= maxBytes)
                return _buffer.AsMemory(0, (int)length);

            onTooLarge(length);
        }
    }

    public void Dispose() => Return();

    /// <summary>How long the frame is; only so much as may be is kept of it. Null when the server has closed.</summary>
    private async ValueTask<long?> FillAsync(CancellationToken cancellationToken)
    {
        long length = 0;
        while (true)
        {
            if (length == _buffer.Length && length <= maxBytes)
                Grow();
            var free = length > maxBytes ? _buffer.AsMemory() : _buffer.AsMemory((int)length);
            var part = await socket.ReceiveAsync(free, cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            onArrival();
            length += part.Count;
            if (part.EndOfMessage)
                return length;
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        _buffer.CopyTo(larger, 0);
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
