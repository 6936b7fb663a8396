using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace StorePush.Edge.Tests.Devices;

/// <summary>A terminal's side of a WebSocket, frame by frame: it answers nothing, and reads nothing, unless a test says so.</summary>
internal sealed class RawDevice : IDisposable
{
    public const byte Text = 0x1;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    private readonly TcpClient _tcp = new();
    private NetworkStream _stream = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RawDevice> ConnectAsync(Uri url, string token, int? receiveBuffer = null)
    {
        var device = new RawDevice();
        if (receiveBuffer is { } bytes)
            device._tcp.ReceiveBufferSize = bytes;
        await device._tcp.ConnectAsync(url.Host, url.Port, Cancel).AsTask().Soon();
        device._stream = device._tcp.GetStream();
        await device._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Authorization: Bearer {token}\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), Cancel);
        (await device.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101");
        return device;
    }

    /// <summary>Sends a whole frame, masked with zeros.</summary>
    public Task SendAsync(byte opcode, byte[] payload)
    {
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(0x80 | payload.Length)],
            <= ushort.MaxValue => [0xFE, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => throw new ArgumentOutOfRangeException(nameof(payload)),
        };
        return _stream.WriteAsync((byte[])[(byte)(0x80 | opcode), .. length, 0, 0, 0, 0, .. payload], Cancel).AsTask().Soon();
    }

    /// <summary>Sends what need not be a frame.</summary>
    public Task SendBytesAsync(byte[] bytes) => _stream.WriteAsync(bytes, Cancel).AsTask().Soon();

    public async Task<(byte Opcode, byte[] Payload)> ReadAsync()
    {
        var head = await ReadAsync(2);
        var length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return ((byte)(head[0] & 0xF), await ReadAsync(length));
    }

    /// <summary>Reads on to the close frame, and returns its code.</summary>
    public async Task<int> CloseCodeAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadAsync();
            if (opcode == Close)
                return BinaryPrimitives.ReadUInt16BigEndian(payload);
        }
    }

    /// <summary>Breaks the connection with a TCP RST.</summary>
    public void Reset()
    {
        _tcp.Client.LingerState = new(enable: true, seconds: 0);
        _tcp.Close();
    }

    /// <summary>Waits until the server has ended the connection, whichever way.</summary>
    public async Task EndAsync()
    {
        try
        {
            await _stream.CopyToAsync(Stream.Null, Cancel).Soon();
        }
        catch (IOException)
        {
            // Cut rather than closed.
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, Cancel).AsTask().Soon();
        return bytes;
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await ReadAsync(1))[0]);
        return head.ToString();
    }
}
