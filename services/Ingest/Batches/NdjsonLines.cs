namespace StorePush.Ingest.Batches;

/// <summary>Cuts NDJSON into its lines; blank ones don't count.</summary>
internal static class NdjsonLines
{
    /// <summary>The lines.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];

            if (line.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
                lines.Add(line);
        }

        return lines;
    }
}
