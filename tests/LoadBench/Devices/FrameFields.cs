using System.Text.Json;

namespace StorePush.LoadBench.Devices;

/// <summary>What the measuring reads of a frame.</summary>
internal struct FrameFields
{
    public Guid Id;

    public string? OrderId;

    public int Push;

    /// <summary>Reads the object at which the reader is, as far as it has to.</summary>
    /// <param name="reader">At the start of the object.</param>
    /// <param name="withOrder">Whether the id of the order is looked for too.</param>
    public static FrameFields Read(ref Utf8JsonReader reader, bool withOrder)
    {
        var fields = new FrameFields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                fields.Id = Next(ref reader).GetGuid();
            else if (reader.ValueTextEquals("orderId"u8))
                fields.OrderId = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("push"u8))
                fields.Push = Next(ref reader).GetInt32();
            else
                reader.Skip();
            if (fields.Id != default && (!withOrder || fields is { OrderId: not null, Push: > 0 }))
                break;
        }

        return fields;
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }
}
