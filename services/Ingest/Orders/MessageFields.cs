using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StorePush.Contracts;

namespace StorePush.Ingest.Orders;

/// <summary>Reads the fields of one request and notes what is wrong with them. Unknown fields are ignored.</summary>
/// <remarks>A field that is null counts as absent.</remarks>
internal sealed class MessageFields(JsonElement body, ValidationErrors errors)
{
    public string? RequiredText(string field, Func<string, bool> isValid, string rule)
    {
        if (!TryGet(field, out var value))
        {
            errors.Add(field, "Is required.");
            return null;
        }

        return Text(field, value.Value, isValid, rule);
    }

    public string? OptionalText(string field, Func<string, bool> isValid, string rule) =>
        TryGet(field, out var value) ? Text(field, value.Value, isValid, rule) : null;

    public DateTimeOffset? OptionalTime(string field)
    {
        if (!TryGet(field, out var value))
            return null;

        // Without its offset from UTC a time would be taken for this machine's.
        if (value.Value.ValueKind == JsonValueKind.String
            && TryGetString(value.Value, out _)
            && value.Value.TryGetDateTime(out var local)
            && local.Kind != DateTimeKind.Unspecified
            && value.Value.TryGetDateTimeOffset(out var time))
        {
            return time.ToUniversalTime();
        }

        errors.Add(field, "Must be an RFC 3339 time, for example 2026-01-31T12:00:00.000Z.");
        return null;
    }

    public int? OptionalInteger(string field, int min, int max)
    {
        if (!TryGet(field, out var value))
            return null;

        if (value.Value.ValueKind == JsonValueKind.Number
            && value.Value.TryGetInt32(out var number)
            && number >= min
            && number <= max)
        {
            return number;
        }

        errors.Add(field, $"Must be a whole number from {min} to {max}.");
        return null;
    }

    public RawJson? RequiredObject(string field)
    {
        if (TryGet(field, out _))
            return OptionalObject(field);

        errors.Add(field, "Is required.");
        return null;
    }

    public RawJson? OptionalObject(string field)
    {
        if (!TryGet(field, out var value))
            return null;

        if (value.Value.ValueKind == JsonValueKind.Object)
            return RawJson.From(value.Value);

        errors.Add(field, "Must be a JSON object.");
        return null;
    }

    private string? Text(string field, JsonElement value, Func<string, bool> isValid, string rule)
    {
        if (value.ValueKind == JsonValueKind.String && TryGetString(value, out var text) && isValid(text))
            return text;

        errors.Add(field, $"{rule}.");
        return null;
    }

    private static bool TryGetString(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = value.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: legal in JSON text, but no Unicode string.
            text = null;
            return false;
        }
    }

    private bool TryGet(string field, [NotNullWhen(true)] out JsonElement? value)
    {
        value = Find(field) is { ValueKind: not JsonValueKind.Null } found ? found : null;
        return value is not null;
    }

    private JsonElement? Find(string field)
    {
        try
        {
            return body.TryGetProperty(field, out var found) ? found : null;
        }
        catch (InvalidOperationException)
        {
            // Another field's name holds half a surrogate pair, over which the search stumbled. Of fields with one name the last counts.
            JsonElement? last = null;
            foreach (var property in body.EnumerateObject())
            {
                if (IsNamed(property, field))
                    last = property.Value;
            }

            return last;
        }
    }

    private static bool IsNamed(JsonProperty property, string field)
    {
        try
        {
            return property.NameEquals(field);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
