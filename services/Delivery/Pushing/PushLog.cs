using System.Globalization;

namespace StorePush.Delivery.Pushing;

/// <summary>
/// When a message was pushed and by which edges, as text in its row: a line per push, the time in milliseconds since 1970 and the edges.
/// It is written by the update that counts the push, so it costs no statement, no row and no commit of its own.
/// </summary>
internal static class PushLog
{
    /// <summary>
    /// The most pushes of a message that are noted; further ones are only counted. A row must not grow for as long as a shop lets it ring.
    /// </summary>
    public const int MaxPushes = 20;

    /// <summary>The most edges of a push that are noted. A store's devices are on one edge, but while they move.</summary>
    public const int MaxEdges = 5;

    /// <summary>The line of one push.</summary>
    public static string Line(DateTimeOffset at, IEnumerable<string> edges) => string.Create(
        CultureInfo.InvariantCulture,
        $"{at.ToUnixTimeMilliseconds()} {string.Join(',', edges.Distinct().Order(StringComparer.Ordinal).Take(MaxEdges))}\n");

    /// <summary>The log with one push more, if that is to be noted.</summary>
    /// <param name="log">The log so far; null before the first push.</param>
    /// <param name="pushes">How many pushes there were before.</param>
    /// <param name="line">The line of this push.</param>
    public static string? Append(string? log, int pushes, string line) => pushes < MaxPushes ? log + line : log;

    /// <summary>The pushes that were noted, the first one first: of two at the same moment the later one may be noted sooner.</summary>
    public static IEnumerable<LoggedPush> Read(string? log) =>
        (log ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OrderBy(push => push.At);

    private static LoggedPush Parse(string line)
    {
        var (time, edges) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
        return new(
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(time, CultureInfo.InvariantCulture)),
            edges.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }
}
