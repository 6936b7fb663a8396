using System.Globalization;
using System.Text;

namespace StorePush.Pos.Messages;

/// <summary>
/// Handled messages as lines of a file, oldest first: the id, a space, and when the message was accepted in milliseconds since 1970. A line
/// is on the disk when <see cref="Append"/> returns. What is no such line, as a power failure leaves it, is passed over.
/// </summary>
/// <remarks>Not thread-safe. No other process can open it.</remarks>
internal sealed class HandledFile : IDisposable
{
    private readonly string _path;
    private FileStream _file;
    private bool _lineBegun;

    /// <exception cref="IOException">The file can't be used, or another process uses it.</exception>
    public HandledFile(string path)
    {
        try
        {
            _path = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(_path) ?? _path);
            _file = Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"{nameof(PosClientOptions.HandledFile)}: {exception.Message}", exception);
        }
    }

    /// <summary>How many lines the file has, usable or not.</summary>
    public int Lines { get; private set; }

    /// <exception cref="IOException">It is a file of something else.</exception>
    public IReadOnlyList<(Guid Id, long AcceptedAtMs)> Read()
    {
        var entries = new List<(Guid, long)>();
        var strange = 0;
        using var reader = new StreamReader(_file, Encoding.ASCII, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            Lines++;
            if (Parse(line) is { } entry)
                entries.Add(entry);
            else if (line.AsSpan().Trim('\0').Length > 0 && ++strange > 1 && entries.Count == 0)
                throw new IOException($"{nameof(PosClientOptions.HandledFile)}: {_path} is a file of something else");
        }

        // Nobody knows how the last process ended: the next entry begins on a line of its own.
        _lineBegun = Lines > 0;
        return entries;
    }

    public void Append(Guid id, long acceptedAtMs)
    {
        var line = Encoding.ASCII.GetBytes((_lineBegun ? "\n" : "") + Line(id, acceptedAtMs));
        _lineBegun = true;
        _file.Write(line);
        _file.Flush(flushToDisk: true);
        _lineBegun = false;
        Lines++;
    }

    /// <summary>Replaces everything, as one step: after a power failure it is the old file or the new one.</summary>
    public void Rewrite(IReadOnlyCollection<(Guid Id, long AcceptedAtMs)> entries)
    {
        var next = _path + ".new";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Concat(entries.Select(entry => Line(entry.Id, entry.AcceptedAtMs)))));
            file.Flush(flushToDisk: true);
        }

        _file.Dispose();
        try
        {
            File.Move(next, _path, overwrite: true);
            (Lines, _lineBegun) = (entries.Count, false);
        }
        finally
        {
            _file = Open();
            _file.Seek(0, SeekOrigin.End);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Line(Guid id, long acceptedAtMs) => string.Create(CultureInfo.InvariantCulture, $"{id} {acceptedAtMs}\n");

    private static (Guid Id, long AcceptedAtMs)? Parse(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
        && Guid.TryParseExact(line.AsSpan(0, space), "D", out var id)
        && long.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? (id, milliseconds)
            : null;

    /// <summary>Without a buffer: what could not be written must not be tried again when the file is closed.</summary>
    private FileStream Open() => new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
}
