using System.Net.WebSockets;
using System.Text.Json;
using StorePush.Cli.Load.Devices;

namespace StorePush.LoadBench.Devices;

/// <summary>
/// A terminal that does no more than the measuring needs, so that all systems are measured with the same one: reads frames, acknowledges,
/// and comes back a second after its connection has ended.
/// </summary>
/// <remarks>One loop reads and writes; what is sent is the answer to what was read.</remarks>
internal abstract class ThinDevice(DevicePlace place) : ILoadDevice
{
    private const int FirstBuffer = 2_048;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private byte[] _buffer = new byte[FirstBuffer];
    private long _expectedSince;
    private bool _isConnected;
    private int _connections;

    /// <summary>Where it connects.</summary>
    protected abstract Uri GetUrl(string token);

    /// <summary>What it says first; empty for nothing.</summary>
    protected virtual byte[] Greet(string token) => [];

    /// <summary>Reads a frame.</summary>
    /// <returns>What to answer; empty for nothing.</returns>
    protected abstract byte[] Answer(ReadOnlySpan<byte> frame);

    protected DevicePlace Place => place;

    public void ExpectConnection(long since) => _expectedSince = since;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(cancellationToken);
                place.Watch.Failed("The server has closed the connection.");
            }
            catch (Exception exception) when (exception is WebSocketException or JsonException)
            {
                place.Watch.Failed(exception.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (_isConnected)
                place.Watch.Disconnected();
            _isConnected = false;
            await Task.Delay(Pause, Bench.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The server has let it in.</summary>
    protected void Welcome()
    {
        _isConnected = true;
        place.Watch.Connected(_connections++ == 0 ? Bench.Clock.GetElapsedTime(_expectedSince) : null);
    }

    /// <summary>A message has come; the first copy counts.</summary>
    protected void Receive(in FrameFields message, int push) =>
        place.Ledger.Receive(message.OrderId!, message.Id, place.Index, _connections, push);

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var token = await place.Token(cancellationToken);
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(GetUrl(token), cancellationToken);
        await SendAsync(socket, Greet(token), cancellationToken);
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return;

            length += part.Count;
            if (part.EndOfMessage)
            {
                var answer = Answer(_buffer.AsSpan(0, length));
                length = 0;
                await SendAsync(socket, answer, cancellationToken);
            }
            else if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * length);
            }
        }
    }

    private static ValueTask SendAsync(ClientWebSocket socket, byte[] frame, CancellationToken cancellationToken) => frame.Length == 0
        ? ValueTask.CompletedTask
        : socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
