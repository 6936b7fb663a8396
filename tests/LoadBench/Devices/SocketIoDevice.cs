using System.Text;
using System.Text.Json;
using StorePush.Cli.Load.Devices;

namespace StorePush.LoadBench.Devices;

/// <summary>
/// Speaks Socket.IO's protocol, version 5, over a WebSocket from the first byte. A packet begins with its kind: 0 the connection is open,
/// 2 ping, 40 the namespace is open, 42 an event, 43 the answer to an event whose number follows.
/// </summary>
internal sealed class SocketIoDevice(DevicePlace place, Uri url) : ThinDevice(place)
{
    private static readonly byte[] Pong = "3"u8.ToArray();

    private string _token = "";
    private int _event;

    protected override Uri GetUrl(string token)
    {
        _token = token;
        return new UriBuilder(new Uri(url, "socket.io/?EIO=4&transport=websocket")) { Scheme = "ws" }.Uri;
    }

    protected override byte[] Answer(ReadOnlySpan<byte> frame)
    {
        switch (frame)
        {
            case [(byte)'0', ..]:
                return Encoding.UTF8.GetBytes($$"""40{"token":"{{_token}}"}""");
            case [(byte)'2']:
                return Pong;
            case [(byte)'4', (byte)'0', ..]:
                Welcome();
                return [];
            case [(byte)'4', (byte)'2', .. var body]:
                return AnswerEvent(new Utf8JsonReader(body));
            case [(byte)'4', (byte)'3', .. var body]:
                Place.Ledger.Settle(ReadResult(body[body.IndexOf((byte)'[')..]), Place.Index);
                return [];
            default:
                return [];
        }
    }

    private byte[] AnswerEvent(Utf8JsonReader reader)
    {
        reader.Read();
        reader.Read();
        var isMessage = reader.ValueTextEquals("message"u8);
        reader.Read();
        var fields = FrameFields.Read(ref reader, withOrder: isMessage);
        if (!isMessage)
        {
            Place.Ledger.Tell(fields.Id, Place.Index);
            return [];
        }

        Receive(fields, fields.Push);
        return Place.Acknowledges ? Encoding.UTF8.GetBytes($"""42{_event++}["ack","{fields.Id}"]""") : [];
    }

    private static Guid ReadResult(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array);
        reader.Read();
        reader.Read();
        return reader.GetGuid();
    }
}
