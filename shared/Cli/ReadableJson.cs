using System.Text.Encodings.Web;
using System.Text.Json;
using StorePush.Cli.Api;
using StorePush.Cli.Terminals;

namespace StorePush.Cli;

/// <summary>JSON that leaves 麻婆豆腐 as it is: none of it is put into a page, and a person may read it.</summary>
internal static class ReadableJson
{
    public static ApiJson Api { get; } = new(Readable(ApiJson.Default.Options));

    public static PosJson Pos { get; } = new(Readable(PosJson.Default.Options));

    private static JsonSerializerOptions Readable(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
