using System.Threading.Channels;

namespace StorePush.Edge.Connections;

/// <summary>The frames that wait for one device: bounded by number and by bytes.</summary>
/// <remarks>Many writers, one reader.</remarks>
internal sealed class SendQueue(int maxFrames, int maxBytes)
{
    private readonly Channel<OutgoingFrame> _frames = Channel.CreateUnbounded<OutgoingFrame>(new() { SingleReader = true });
    private int _count;
    private int _bytes;

    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Adds a frame; false when there is no room for it. After <see cref="Complete"/> frames are dropped.</summary>
    public bool TryAdd(OutgoingFrame frame)
    {
        // An empty queue takes a frame of any size: a limit that a single message could pass would block the device for ever.
        var count = Interlocked.Increment(ref _count);
        var bytes = Interlocked.Add(ref _bytes, frame.Utf8.Length);
        if (count > maxFrames || (bytes > maxBytes && count > 1))
        {
            Release(frame);
            return false;
        }

        if (!_frames.Writer.TryWrite(frame))
            Release(frame);
        return true;
    }

    /// <summary>Waits for a frame; null once the queue is complete.</summary>
    public async ValueTask<OutgoingFrame?> TakeAsync()
    {
        while (await _frames.Reader.WaitToReadAsync())
        {
            if (_frames.Reader.TryRead(out var frame))
                return frame;
        }

        return null;
    }

    /// <summary>Makes room again, once a frame was sent.</summary>
    public void Release(OutgoingFrame frame)
    {
        Interlocked.Decrement(ref _count);
        Interlocked.Add(ref _bytes, -frame.Utf8.Length);
    }

    public void Complete() => _frames.Writer.TryComplete();
}
