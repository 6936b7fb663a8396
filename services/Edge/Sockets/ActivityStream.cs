namespace StorePush.Edge.Sockets;

/// <summary>
/// Notes when a device was last heard. Any byte counts, so a Pong does too, which .NET's WebSocket swallows without a word.
/// </summary>
internal sealed class ActivityStream(Stream inner, TimeProvider clock) : Stream
{
    private long _lastReadAt = clock.GetTimestamp();

    /// <summary>How long nothing at all came.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref _lastReadAt));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);

        // A read of no bytes into no room means that there is something to read.
        if (read > 0 || buffer.IsEmpty)
            Volatile.Write(ref _lastReadAt, clock.GetTimestamp());
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
