using System.Text.Json;

namespace StorePush.Protocol.Tests.Pages;

/// <summary>The OpenAPI document, as the tests ask it.</summary>
internal static class OpenApi
{
    private static readonly JsonDocument Document = JsonDocument.Parse(OpenApiDocument.Utf8);

    public static JsonElement Root => Document.RootElement;

    public static JsonElement Schemas => Root.GetProperty("components").GetProperty("schemas");

    public static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    /// <summary>The responses of an operation by their status, references followed.</summary>
    public static Dictionary<string, JsonElement> Responses(JsonElement operation) =>
        operation.GetProperty("responses").EnumerateObject().ToDictionary(response => response.Name, response => Follow(response.Value));

    public static JsonElement Follow(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference) ? Find(reference.GetString()!) : element;

    /// <summary>What a local reference points to.</summary>
    public static JsonElement Find(string reference)
    {
        reference.ShouldStartWith("#/");
        return reference[2..].Split('/').Aggregate(Root, (element, name) => element.GetProperty(name));
    }

    /// <summary>Every string value under a name, wherever it stands.</summary>
    public static IEnumerable<string> Values(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(each =>
            each.Name == name && each.Value.ValueKind == JsonValueKind.String ? [each.Value.GetString()!] : Values(each.Value, name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(each => Values(each, name)),
        _ => [],
    };
}
