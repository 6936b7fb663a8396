namespace StorePush.Cli.Messages;

/// <summary>A table as padded text, which a person, <c>grep</c> and <c>cut</c> can read alike.</summary>
internal static class Columns
{
    public static async Task WriteAsync(TextWriter writer, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            await writer.WriteLineAsync(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
