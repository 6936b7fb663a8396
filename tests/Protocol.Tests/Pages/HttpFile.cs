using System.Text.RegularExpressions;

namespace StorePush.Protocol.Tests.Pages;

/// <summary>The file with a call of each kind, ready to be sent.</summary>
internal static partial class HttpFile
{
    /// <summary>The calls: method and path, without a query, variables filled in with their values.</summary>
    public static IReadOnlyList<(string Method, string Path)> Calls { get; } = Read();

    private static (string Method, string Path)[] Read()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "storepush.http"));
        var variables = Variable().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        return
        [
            .. Call().Matches(text).Select(match => (
                match.Groups["method"].Value.ToLowerInvariant(),
                Use().Replace(match.Groups["path"].Value, use => variables[use.Groups["name"].Value]))),
        ];
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?<method>[A-Z]+) \{\{url\}\}(?<path>/[^\s?]*)", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}")]
    private static partial Regex Use();
}
