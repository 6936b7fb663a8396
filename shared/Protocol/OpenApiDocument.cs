namespace StorePush.Protocol;

/// <summary>The OpenAPI document of the whole HTTP interface, whichever service answers a call.</summary>
public static class OpenApiDocument
{
    private const string Resource = "openapi.v1.json";

    /// <summary>The document, as UTF-8 JSON.</summary>
    public static byte[] Utf8 { get; } = Read();

    private static byte[] Read()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Resource)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
