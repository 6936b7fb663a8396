using System.Buffers;

namespace StorePush.Ingest.Batches;

/// <summary>Counts the lines of a body while it comes in; blank ones don't count. So a batch with too many is refused early.</summary>
internal sealed class LineCounter(int limit)
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r"u8);

    private int _lines;
    private bool _isInLine;

    public bool IsOver => _lines > limit;

    /// <summary>Looks at what has come since the last time.</summary>
    public void Look(ReadOnlySequence<byte> more)
    {
        foreach (var part in more)
            Look(part.Span);
    }

    private void Look(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && !IsOver)
        {
            if (_isInLine)
            {
                var end = text.IndexOf((byte)'\n');
                if (end < 0)
                    return;

                _isInLine = false;
                text = text[(end + 1)..];
                continue;
            }

            var start = text.IndexOfAnyExcept(Blank);
            if (start < 0)
                return;

            _isInLine = text[start] != '\n';
            _lines += _isInLine ? 1 : 0;
            text = text[(start + 1)..];
        }
    }
}
