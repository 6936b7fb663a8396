using System.Text.RegularExpressions;

namespace StorePush.Deployment.Tests.Kustomizations;

/// <summary>The page beside the manifests.</summary>
internal static partial class Page
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Kustomization.Root, "README.md"));

    public static IEnumerable<string> YamlBlocks => Yaml().Matches(Text).Select(block => block.Groups["yaml"].Value);

    /// <summary>The rows of the table with this heading in its first column.</summary>
    public static IEnumerable<string[]> Table(string heading) => Text.Split('\n')
        .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
