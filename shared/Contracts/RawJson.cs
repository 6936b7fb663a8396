using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StorePush.Contracts;

/// <summary>
/// One JSON value as its UTF-8 text, passed through untouched: numbers keep their digits, unknown fields and duplicates stay,
/// strings keep their escapes.
/// </summary>
/// <remarks>Immutable. Equality compares the text, byte for byte.</remarks>
[JsonConverter(typeof(RawJsonConverter))]
public sealed class RawJson : IEquatable<RawJson>
{
    /// <summary>Wraps text that is known to be one valid JSON value; the memory must not change afterwards.</summary>
    /// <param name="utf8">The UTF-8 text, without a byte order mark.</param>
    public RawJson(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>The UTF-8 text of the value.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Checks and wraps a JSON text.</summary>
    /// <param name="json">The text of exactly one JSON value.</param>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }

    /// <summary>Copies the text of a parsed value.</summary>
    /// <param name="element">The value; may be disposed of afterwards.</param>
    public static RawJson From(JsonElement element) =>
        new(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element).ToArray());

    /// <inheritdoc />
    public bool Equals(RawJson? other) => other is not null && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RawJson);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
