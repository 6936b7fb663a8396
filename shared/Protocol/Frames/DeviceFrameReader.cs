using System.Text.Json;

namespace StorePush.Protocol.Frames;

/// <summary>Reads what a device sends. Unknown fields and unknown types are allowed, so that old servers serve new devices.</summary>
public static class DeviceFrameReader
{
    /// <summary>Reads one frame.</summary>
    /// <param name="utf8">The whole text of the frame.</param>
    /// <param name="frame">The frame, when the result is true.</param>
    /// <param name="error">
    /// What is wrong, when the result is false: <see cref="FrameErrors.Malformed"/> for what is no frame at all, another code for a
    /// frame that can be skipped.
    /// </param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out DeviceFrame frame, out ErrorFrame? error)
    {
        frame = default;
        error = null;
        try
        {
            return TryReadObject(utf8, out frame, out error);
        }
        catch (JsonException)
        {
            error = Malformed("The frame is not valid JSON.");
            return false;
        }
        catch (InvalidOperationException)
        {
            // What GetString throws for text that is not valid UTF-8 or holds half a surrogate pair.
            error = Malformed("The frame holds text that is not valid Unicode.");
            return false;
        }
    }

    private static bool TryReadObject(ReadOnlySpan<byte> utf8, out DeviceFrame frame, out ErrorFrame? error)
    {
        string? type = null;
        HashSet<Guid> ids = [];
        ErrorFrame? badAck = null;
        frame = default;

        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            error = Malformed("A frame is one JSON object.");
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
                type = ReadString(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                badAck = ReadId(ref reader, ids) ?? badAck;
            else if (reader.ValueTextEquals("ids"u8))
                badAck = ReadIds(ref reader, ids) ?? badAck;
            else
                reader.Skip();
        }

        if (reader.Read())
            throw new JsonException();

        error = type switch
        {
            null => Malformed("A frame has a \"type\", which is a string."),
            AckFrame.TypeName => badAck ?? CheckAck(ids),
            _ => null,
        };
        if (error is not null)
            return false;

        frame = type switch
        {
            AckFrame.TypeName => new(DeviceFrameType.Ack, [.. ids]),
            PingFrame.TypeName => new(DeviceFrameType.Ping, []),
            _ => new(DeviceFrameType.Unknown, []),
        };
        return true;
    }

    private static ErrorFrame? CheckAck(HashSet<Guid> ids) => ids.Count switch
    {
        0 => BadAck("An ack names a message in \"id\" or up to 100 in \"ids\"."),
        > SocketProtocol.MaxAckIds => BadAck("An ack names at most 100 messages."),
        _ => null,
    };

    private static string? ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();

        reader.Skip();
        return null;
    }

    private static ErrorFrame? ReadId(ref Utf8JsonReader reader, HashSet<Guid> ids)
    {
        reader.Read();
        if (TryAddId(ref reader, ids))
            return null;

        reader.Skip();
        return BadAck("\"id\" is the id of a message.");
    }

    private static ErrorFrame? ReadIds(ref Utf8JsonReader reader, HashSet<Guid> ids)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return BadAck("\"ids\" is an array of ids of messages.");
        }

        ErrorFrame? error = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (TryAddId(ref reader, ids))
                continue;

            error = BadAck("\"ids\" is an array of ids of messages.");
            reader.Skip();
        }

        return error;
    }

    private static bool TryAddId(ref Utf8JsonReader reader, HashSet<Guid> ids)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetGuid(out var id))
            return false;

        ids.Add(id);
        return true;
    }

    private static ErrorFrame Malformed(string detail) => new() { Code = FrameErrors.Malformed, Detail = detail };

    private static ErrorFrame BadAck(string detail) => new() { Code = FrameErrors.BadAck, Detail = detail };
}
