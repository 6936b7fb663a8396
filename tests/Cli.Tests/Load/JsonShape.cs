using System.Text.Json;

namespace StorePush.Cli.Tests.Load;

/// <summary>The names and types of a JSON document, as text.</summary>
internal static class JsonShape
{
    public static string Of(JsonElement element) => string.Join('\n', Lines(element, ""));

    private static IEnumerable<string> Lines(JsonElement element, string indent)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                yield return $"{indent}{property.Name}: {Type(property.Value.ValueKind)}";
                continue;
            }

            yield return $"{indent}{property.Name}";
            foreach (var line in Lines(property.Value, indent + "  "))
                yield return line;
        }
    }

    private static string Type(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : $"{kind}";
}
