using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace StorePush.Hosting.Pages;

/// <summary>A file of a page, as browsers get it.</summary>
internal sealed record PageFile(byte[] Bytes, string ContentType, EntityTagHeaderValue Tag)
{
    /// <exception cref="NotSupportedException">Nobody has said what files of this kind are.</exception>
    public static PageFile Read(string name, Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(bytes, ContentTypeOf(name), new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".txt" => "text/plain; charset=utf-8",
        _ => throw new NotSupportedException($"What is {name}?"),
    };
}
