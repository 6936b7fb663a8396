using System.Net.WebSockets;
using System.Text.Json;
using StorePush.Pos.Acknowledgements;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Pos.Connections;

/// <summary>The only one who sends on a connection: pings when asked for, and acknowledgements when they are due.</summary>
internal sealed class FrameWriter(WebSocket socket, AckBook acks, TimeProvider clock) : IDisposable
{
    private static readonly byte[] Ping = JsonSerializer.SerializeToUtf8Bytes(new PingFrame(), ProtocolJson.Default.PingFrame);

    private readonly Signal _wake = new(clock);
    private volatile bool _pingWanted;
    private volatile bool _ending;

    public void SendPing()
    {
        _pingWanted = true;
        _wake.Set();
    }

    /// <summary>Sends what there is, then ends.</summary>
    public void End()
    {
        _ending = true;
        _wake.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        acks.Changed += _wake.Set;
        try
        {
            while (true)
            {
                if (_pingWanted)
                {
                    _pingWanted = false;
                    await SendAsync(Ping, cancellationToken);
                }

                while (acks.TakeDue() is { Count: > 0 } due)
                    await SendAsync(Serialize(due), cancellationToken);
                if (_ending)
                    return;

                _wake.SetAfter(acks.UntilDue());
                await _wake.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            acks.Changed -= _wake.Set;
        }
    }

    public void Dispose() => _wake.Dispose();

    private static byte[] Serialize(IReadOnlyList<Guid> ids) =>
        JsonSerializer.SerializeToUtf8Bytes(
            ids.Count == 1 ? new AckFrame { Id = ids[0] } : new AckFrame { Ids = ids }, ProtocolJson.Default.AckFrame);

    private ValueTask SendAsync(byte[] frame, CancellationToken cancellationToken) =>
        socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, true, cancellationToken);
}
