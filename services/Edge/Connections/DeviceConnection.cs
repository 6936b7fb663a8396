using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StorePush.Edge.Push;
using StorePush.Edge.Sockets;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Edge.Connections;

/// <summary>One device's socket: sends frames in order, reads and checks what the device says, and closes once, with one code.</summary>
/// <remarks>
/// <para>Thread-safe, apart from <see cref="RunAsync"/>, which runs once. Only the sending loop writes to the socket.</para>
/// <para>
/// After a close frame the device has some time to answer it, then the connection is cut; so closing is never held up by a device
/// that does not read.
/// </para>
/// </remarks>
internal sealed class DeviceConnection : IDisposable
{
    private static readonly byte[] Pong = JsonSerializer.SerializeToUtf8Bytes(new PongFrame(), ProtocolJson.Default.PongFrame);

    private readonly WebSocket _socket;
    private readonly ActivityStream _stream;
    private readonly EdgeOptions _options;
    private readonly TimeProvider _clock;
    private readonly SendQueue _queue;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenSource _closed = new();
    private long _frameBegunAt;
    private int _badFrames;
    private int _closeCode;
    private bool _isBarred;

    public DeviceConnection(
        DeviceIdentity device,
        WebSocket socket,
        ActivityStream stream,
        RecentlySettled settled,
        EdgeOptions options,
        TimeProvider clock)
    {
        Device = device;
        ConnectedAt = clock.GetUtcNow();
        _socket = socket;
        _stream = stream;
        _options = options;
        _clock = clock;
        _queue = new(options.MaxQueuedFrames, options.MaxQueuedBytes);
        _cut = new(Timeout.InfiniteTimeSpan, clock);
        Feed = new(device, Send, settled, options, clock);
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public DeviceIdentity Device { get; }

    public (string StoreId, string DeviceId) Key => (Device.StoreId, Device.DeviceId);

    public DateTimeOffset ConnectedAt { get; }

    /// <summary>What the device is sent of its store's messages.</summary>
    public MessageFeed Feed { get; }

    /// <summary>How long nothing at all came from the device.</summary>
    public TimeSpan Silence => _stream.Silence;

    /// <summary>For how long the device has been sending the frame that it is at; zero when it is at none.</summary>
    public TimeSpan FrameAge => Volatile.Read(ref _frameBegunAt) is var begun and not 0 ? _clock.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>What waits to be sent, and what waits for that.</summary>
    public int WaitingBytes => _queue.Bytes + Feed.HeldBytes;

    /// <summary>Why the connection was closed, once it was.</summary>
    public CloseCode? ClosedWith => Volatile.Read(ref _closeCode) is var code and not 0 ? (CloseCode)code : null;

    /// <summary>Cancelled when the connection is closed, by either side.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Sends a frame after those before it; a device that does not keep up is closed.</summary>
    public void Send<TFrame>(TFrame frame, JsonTypeInfo<TFrame> type) =>
        Send(new OutgoingFrame(JsonSerializer.SerializeToUtf8Bytes(frame, type)));

    /// <summary>
    /// Closes the connection. Only the first call counts, but who may not be here any more is not listened to from then on, whatever it
    /// was closed with. Everybody else may acknowledge until the end: a device that is sent away has taken what it has taken.
    /// </summary>
    public void Close(CloseCode code)
    {
        if (code is CloseCode.Forbidden or CloseCode.TokenExpired)
            Volatile.Write(ref _isBarred, true);

        if (Interlocked.CompareExchange(ref _closeCode, (int)code, 0) != 0)
            return;

        _queue.Complete();
        try
        {
            _closed.Cancel();
            _cut.CancelAfter(_options.CloseTimeout);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this moment.
        }
    }

    /// <summary>Serves the device until the connection ends; never throws for what the device or the network does.</summary>
    /// <param name="onFrame">What to do with a frame of the device; called in order.</param>
    public async Task RunAsync(Action<DeviceFrame> onFrame)
    {
        var sending = SendAllAsync();
        try
        {
            await ReceiveAllAsync(onFrame);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // Cut without a close frame, by the network, the device or us.
        }
        finally
        {
            Close(CloseCode.Normal);
            await sending;
        }
    }

    public void Dispose()
    {
        _cut.Dispose();
        _closed.Dispose();
    }

    private void Send(OutgoingFrame frame)
    {
        if (!_queue.TryAdd(frame))
            Close(CloseCode.TooSlow);
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (await _queue.TakeAsync() is { } frame && KeepsSending)
            {
                if (!frame.Utf8.IsEmpty)
                    await _socket.SendAsync(frame.Utf8, WebSocketMessageType.Text, endOfMessage: true, _cut.Token);

                _queue.Release(frame);
                frame.Reached?.Invoke();
            }

            await _socket.CloseOutputAsync((WebSocketCloseStatus)_closeCode, null, _cut.Token);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // The receiving side ends for the same reason.
        }
    }

    /// <summary>What was queued before a polite close is still sent; otherwise the device would not learn why it is closed.</summary>
    private bool KeepsSending =>
        ClosedWith is null or CloseCode.Restart or CloseCode.MalformedFrames or CloseCode.FrameTooBig;

    private async Task ReceiveAllAsync(Action<DeviceFrame> onFrame)
    {
        while (true)
        {
            // Waits without holding a buffer: most devices are silent most of the time.
            var next = await _socket.ReceiveAsync(Memory<byte>.Empty, _cut.Token);
            if (next.MessageType == WebSocketMessageType.Close)
                return;

            // An empty frame is over with that; what is read next would be another one.
            if (next.EndOfMessage)
            {
                Handle(next.MessageType, [], onFrame);
                continue;
            }

            // Byte by byte a device could keep the buffer for ever, and would never be silent.
            var buffer = ArrayPool<byte>.Shared.Rent(SocketProtocol.MaxDeviceFrameBytes + 1);
            Volatile.Write(ref _frameBegunAt, _clock.GetTimestamp());
            try
            {
                if (await ReceiveAsync(buffer) is not { } received)
                    return;

                Handle(received.Type, buffer.AsSpan(0, received.Length), onFrame);
            }
            finally
            {
                Volatile.Write(ref _frameBegunAt, 0);
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>Reads one whole frame; null at the end. Of a frame that is too big one byte more than allowed is kept.</summary>
    private async Task<(WebSocketMessageType Type, int Length)?> ReceiveAsync(byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            // What is too big is only read to its end, so all of the buffer is free again.
            var isTooBig = length > SocketProtocol.MaxDeviceFrameBytes;
            var room = isTooBig ? buffer.AsMemory() : buffer.AsMemory(length..(SocketProtocol.MaxDeviceFrameBytes + 1));
            var part = await _socket.ReceiveAsync(room, _cut.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            length = Math.Min(length + part.Count, SocketProtocol.MaxDeviceFrameBytes + 1);
            if (length > SocketProtocol.MaxDeviceFrameBytes)
                Close(CloseCode.FrameTooBig);
            if (part.EndOfMessage)
                return (part.MessageType, length);
        }
    }

    private void Handle(WebSocketMessageType type, ReadOnlySpan<byte> utf8, Action<DeviceFrame> onFrame)
    {
        if (utf8.Length > SocketProtocol.MaxDeviceFrameBytes || Volatile.Read(ref _isBarred))
            return;

        ErrorFrame? error = null;
        if (type != WebSocketMessageType.Text)
            error = new() { Code = FrameErrors.Malformed, Detail = "Frames are text." };
        else if (DeviceFrameReader.TryRead(utf8, out var frame, out error))
            Answer(frame, onFrame);

        if (error is not null)
            Reject(error);
    }

    private void Answer(DeviceFrame frame, Action<DeviceFrame> onFrame)
    {
        if (frame.Type == DeviceFrameType.Ping)
            Send(new OutgoingFrame(Pong));
        else
            onFrame(frame);
    }

    private void Reject(ErrorFrame error)
    {
        Send(error, ProtocolJson.Default.ErrorFrame);
        if (error.Code == FrameErrors.Malformed || ++_badFrames >= _options.MaxBadFrames)
            Close(CloseCode.MalformedFrames);
    }

    private static bool IsEndOfConnection(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;
}
