using System.Text.RegularExpressions;

namespace StorePush.Architecture.Tests;

/// <summary>Pages that send their reader to a test.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void A_test_is_in_the_project_that_a_page_names_with_it()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .SelectMany(page => Named().Matches(File.ReadAllText(page)))
            .Select(match => (Test: match.Groups["test"].Value, Project: match.Groups["project"].Value))
            .ToArray();

        named.ShouldNotBeEmpty();
        foreach (var (test, project) in named)
        {
            Repository.Files(Repository.Root, "*Tests.cs")
                .Where(path => path.Contains($"{Path.DirectorySeparatorChar}{project}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .ShouldContain(path => File.ReadAllText(path).Contains($" {test}(", StringComparison.Ordinal), $"{test} in {project}");
        }
    }

    [GeneratedRegex(@"`(?<test>[A-Z][A-Za-z0-9]*_[a-z]\w*)`\s+in\s+(?<project>\w+\.Tests)")]
    private static partial Regex Named();
}
