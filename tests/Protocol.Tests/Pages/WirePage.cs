using System.Text.RegularExpressions;

namespace StorePush.Protocol.Tests.Pages;

/// <summary>The page for those who write terminals.</summary>
internal static partial class WirePage
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PROTOCOL.md"));

    /// <summary>The JSON examples.</summary>
    public static IEnumerable<string> Examples => JsonBlock().Matches(Text).Select(block => block.Groups["json"].Value);

    /// <summary>The rows of the table with this heading in its first column, without the row of lines.</summary>
    public static IReadOnlyList<string[]> Table(string heading)
    {
        var start = Text.IndexOf($"\n| {heading} |", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, $"There is no table of: {heading}");
        return
        [
            .. Text[(start + 1)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];
    }

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
