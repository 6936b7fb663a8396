using System.Text.Json;

namespace StorePush.Cli.Orders;

/// <summary>JSON objects from the command line, a file, or the standard input.</summary>
internal static class JsonObjects
{
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FormatException("Must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"Must be a JSON object: {exception.Message}");
        }
    }

    /// <param name="path">A file, or <c>-</c> for the standard input.</param>
    /// <param name="option">The option that named it.</param>
    /// <param name="io">Where the standard input is.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<JsonElement> ReadAsync(string path, string option, CommandIo io, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(path == "-"
                ? await io.In.ReadToEndAsync(cancellationToken)
                : await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"{option}: {exception.Message}");
        }
    }
}
