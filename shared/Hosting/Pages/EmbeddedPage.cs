using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace StorePush.Hosting.Pages;

/// <summary>Serves a page out of an assembly, so that nothing has to lie beside it.</summary>
/// <remarks>
/// The page may run no script and show no style but its own files', talk to no other host, be shown in no frame, and make no HTML of text:
/// whatever orders say, it stays text.
/// </remarks>
public static class EmbeddedPage
{
    private const string Index = "index.html";

    /// <summary>
    /// <c>require-trusted-types-for</c> takes the ways from text to HTML away from our own code too; <c>'self'</c> holds for the sockets of
    /// the same host.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Serves <c>index.html</c> at a path, and the other files below it.</summary>
    /// <param name="routes">The process.</param>
    /// <param name="path">The path, which is also what the names of the resources begin with: <c>/console</c>.</param>
    /// <param name="assembly">Where the files are, as resources named like <c>console/index.html</c>.</param>
    public static void MapPage(this IEndpointRouteBuilder routes, string path, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(assembly);

        var prefix = $"{path.TrimStart('/')}/";
        var files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[prefix.Length..], name => Read(assembly, name));
        routes.MapGet(path, (HttpContext context) => Serve(context, files[Index]));
        routes.MapGet($"{path}/{{file}}", (string file, HttpContext context) =>
            files.TryGetValue(file, out var found) && file != Index ? (IResult)Serve(context, found) : TypedResults.NotFound());
    }

    private static FileContentHttpResult Serve(HttpContext context, PageFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Asked for again each time, so that a new version is seen at once; the tag spares the bytes.
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Bytes, file.ContentType, entityTag: file.Tag);
    }

    private static PageFile Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        return PageFile.Read(name, stream);
    }
}
