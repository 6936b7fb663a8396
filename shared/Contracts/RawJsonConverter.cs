using System.Text.Json;
using System.Text.Json.Serialization;

namespace StorePush.Contracts;

/// <summary>Reads and writes a <see cref="RawJson"/> as the JSON value that it is, not as a string.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc />
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.From(document.RootElement);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);

        // The text was checked when it came in; checking it again would double the cost of every hop.
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
