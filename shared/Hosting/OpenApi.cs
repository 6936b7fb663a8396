using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StorePush.Protocol;

namespace StorePush.Hosting;

/// <summary>The description of the HTTP interface.</summary>
public static class OpenApi
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>Serves the one document that describes the calls of all services.</summary>
    public static void MapOpenApi(this WebApplication app) =>
        app.MapGet(Path, () => TypedResults.Bytes(OpenApiDocument.Utf8, "application/json"));
}
