using System.Text;
using System.Text.Json;
using StorePush.Cli.Load.Devices;

namespace StorePush.LoadBench.Devices;

/// <summary>
/// Speaks SignalR's JSON protocol. Each message ends with a separator, and a frame may hold several; kind 1 is a call, 3 a result, and the
/// empty object the answer to the handshake.
/// </summary>
internal sealed class SignalRDevice(DevicePlace place, Uri url) : ThinDevice(place)
{
    private const byte Separator = 0x1E;

    private static readonly byte[] Ping = Message("""{"type":6}""");

    /// <summary>The server gives up whom it has not heard for twice as long as this.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private int _call;
    private long _spokeAt = Bench.Clock.GetTimestamp();

    protected override Uri GetUrl(string token) =>
        new UriBuilder(new Uri(url, $"hub?access_token={token}")) { Scheme = "ws" }.Uri;

    protected override byte[] Greet(string token) => Message("""{"protocol":"json","version":1}""");

    protected override byte[] Answer(ReadOnlySpan<byte> frame)
    {
        byte[] answers = [];
        while (frame.IndexOf(Separator) is var end and >= 0)
        {
            if (AnswerMessage(frame[..end]) is { Length: > 0 } answer)
                answers = [.. answers, .. answer];
            frame = frame[(end + 1)..];
        }

        if (answers.Length == 0 && Bench.Clock.GetElapsedTime(_spokeAt) > LongestSilence)
            answers = Ping;
        if (answers.Length > 0)
            _spokeAt = Bench.Clock.GetTimestamp();
        return answers;
    }

    private byte[] AnswerMessage(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            Welcome();
            return [];
        }

        reader.Read();
        return reader.GetInt32() switch
        {
            1 => AnswerCall(reader),
            3 => Settle(reader),
            _ => [],
        };
    }

    /// <summary>The name of what is called, then its arguments, of which there is one.</summary>
    private byte[] AnswerCall(Utf8JsonReader reader)
    {
        reader.Read();
        reader.Read();
        var isMessage = reader.ValueTextEquals("message"u8);
        while (reader.TokenType != JsonTokenType.StartObject)
            reader.Read();
        var fields = FrameFields.Read(ref reader, withOrder: isMessage);
        if (!isMessage)
        {
            Place.Ledger.Tell(fields.Id, Place.Index);
            return [];
        }

        Receive(fields, fields.Push);
        return Place.Acknowledges
            ? Message($$"""{"type":1,"invocationId":"{{_call++}}","target":"Acknowledge","arguments":["{{fields.Id}}"]}""")
            : [];
    }

    private byte[] Settle(Utf8JsonReader reader)
    {
        while (!(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("result"u8)))
        {
            if (!reader.Read())
                throw new JsonException("The acknowledgement was refused.");
        }

        reader.Read();
        Place.Ledger.Settle(reader.GetGuid(), Place.Index);
        return [];
    }

    private static byte[] Message(string json) => [.. Encoding.UTF8.GetBytes(json), Separator];
}
