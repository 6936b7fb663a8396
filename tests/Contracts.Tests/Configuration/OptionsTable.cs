using System.Text.RegularExpressions;

namespace StorePush.Contracts.Tests.Configuration;

/// <summary>The table of the README from which operators learn of the options.</summary>
internal static partial class OptionsTable
{
    /// <summary>Each key with its default as it is written there; empty where the row names none.</summary>
    public static IEnumerable<(string Key, string Default)> Rows()
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md")))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 5 || !cells[1].StartsWith('`') || !cells[1].Contains("__", StringComparison.Ordinal))
                continue;

            string[] keys = [.. Quoted().Matches(cells[1]).Select(match => match.Groups[1].Value)];
            string[] defaults = [.. Quoted().Matches(cells[3]).Select(match => match.Groups[1].Value)];
            for (var index = 0; index < keys.Length; index++)
                yield return (keys[index], defaults.Length switch { 0 => "", 1 => defaults[0], _ => defaults[index] });
        }
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();
}
